using System.Collections.Concurrent;

namespace Cassandra;

/// <summary>Which hosts have which tokens. It does not change: when the ring or a keyspace does, another takes its place.</summary>
internal sealed class TokenMap
{
    private readonly long[] _tokens;
    private readonly Host[] _owners;
    private readonly IReadOnlyDictionary<string, KeyspaceMetadata> _keyspaces;
    private readonly ConcurrentDictionary<string, Host[][]> _replicas = new();

    public TokenMap(IReadOnlyList<Host> hosts, IReadOnlyDictionary<string, KeyspaceMetadata> keyspaces)
    {
        var ring = hosts.SelectMany(host => host.Tokens, (host, token) => (Token: token, Host: host)).OrderBy(entry => entry.Token).ToList();
        _tokens = [.. ring.Select(entry => entry.Token)];
        _owners = [.. ring.Select(entry => entry.Host)];
        _keyspaces = keyspaces;
    }

    public static TokenMap Empty { get; } = new([], new Dictionary<string, KeyspaceMetadata>());

    /// <summary>The replicas of a token; its owner alone where the keyspace is not known.</summary>
    public Host[] GetReplicas(string? keyspace, long token)
    {
        if (_tokens.Length == 0) return [];
        var found = Array.BinarySearch(_tokens, token);
        var range = (found >= 0 ? found : ~found) % _tokens.Length;
        return keyspace is null || !_keyspaces.ContainsKey(keyspace) ? [_owners[range]] : _replicas.GetOrAdd(keyspace, Compute)[range];
    }

    private Host[][] Compute(string keyspace)
    {
        var replicas = new Host[_tokens.Length][];
        for (var i = 0; i < replicas.Length; i++) replicas[i] = Replication.Place(_keyspaces[keyspace], Walk(i));
        return replicas;
    }

    /// <summary>The hosts in the order in which the ring comes upon them.</summary>
    private IEnumerable<Host> Walk(int from)
    {
        var seen = new HashSet<Host>();
        for (var i = 0; i < _owners.Length; i++)
        {
            var host = _owners[(from + i) % _owners.Length];
            if (seen.Add(host)) yield return host;
        }
    }
}
