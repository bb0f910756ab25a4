using Microsoft.Extensions.Logging;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Pipeline.Schemas;

/// <summary>
/// The ids of registered schemas that a consumer has met. An id that is not known yet is asked for, and asked for again over three seconds: it may come
/// from a replica of the registry that lags behind. Then it is unknown, and its records are dead letters. Not thread-safe.
/// </summary>
public sealed class KnownSchemas(ISchemaRegistry registry, TimeProvider time, ILogger logger)
{
    private const int Tries = 5;

    /// <summary>A new version has one id; many new ids at once are no ids but random bytes, which nobody waits for.</summary>
    private const int MostWaitedFor = 16;

    /// <summary>Random bytes must not fill the memory.</summary>
    private const int MostUnknown = 1000;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(30);

    private readonly HashSet<int> _known = [];

    /// <summary>When each was last asked for.</summary>
    private readonly Dictionary<int, long> _unknown = [];
    private readonly HashSet<int> _new = [];

    /// <summary>Grows as ids are met.</summary>
    public IReadOnlySet<int> Ids => _known;

    public void Add(int id) => _known.Add(id);

    /// <summary>
    /// Looks up the ids in the batch that are not known. Afterwards those that are not among <see cref="Ids"/> are not registered. When the registry can't be
    /// asked it throws, and nothing is said about them.
    /// </summary>
    public ValueTask LearnAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        foreach (var record in batch)
        {
            if (WireFormat.TryStrip(record.Value, out var id, out _) && !_known.Contains(id) && !IsUnknown(id)) _new.Add(id);
        }

        return _new.Count == 0 ? ValueTask.CompletedTask : LookUpAsync(batch.Partition, cancellationToken);
    }

    private bool IsUnknown(int id) => _unknown.TryGetValue(id, out var asked) && time.GetElapsedTime(asked) < UnknownFor;

    private async ValueTask LookUpAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(cancellationToken);
            for (var (tries, wait) = (1, FirstWait); tries < Tries && IsWorthWaiting(); tries++, wait *= 2)
            {
                var jittered = wait * (0.75 + Random.Shared.NextDouble() / 2);
                SchemaLog.Unknown(logger, string.Join(", ", _new), partition.Topic, partition.Partition, jittered.TotalSeconds);
                await Task.Delay(jittered, time, cancellationToken);
                await AskAsync(cancellationToken);
            }

            if (_unknown.Count + _new.Count > MostUnknown) _unknown.Clear();
            foreach (var id in _new) _unknown[id] = time.GetTimestamp();
        }
        finally
        {
            _new.Clear();
        }
    }

    /// <summary>Who has been waited for in vain is only asked for again.</summary>
    private bool IsWorthWaiting() => _new.Count is > 0 and <= MostWaitedFor && _new.Any(id => !_unknown.ContainsKey(id));

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _new.ToArray())
        {
            if (await registry.GetAsync(id, cancellationToken) is null) continue;
            _new.Remove(id);
            _unknown.Remove(id);
            _known.Add(id);
        }
    }
}
