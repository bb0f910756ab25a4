using System.Text;
using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.ZooKeeper;

/// <summary>ZooKeeper's four-letter commands.</summary>
internal static class ZooKeeperCommands
{
    /// <exception cref="InvalidDataException">It does not serve.</exception>
    public static async Task ProbeAsync(int port, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(port, "srvr", cancellationToken);
        if (!answer.Contains("Mode:", StringComparison.Ordinal))
            throw new InvalidDataException($"ZooKeeper answers srvr with '{answer.Trim()}'.");
    }

    /// <summary>Whether a session, of a live client or of one that died a moment ago, holds the ephemeral node.</summary>
    public static async Task<bool> IsHeldAsync(int port, string node, CancellationToken cancellationToken) =>
        Holds(await AskAsync(port, "dump", cancellationToken), node);

    /// <summary>Whether the node is among those in the answer to <c>dump</c>, which has one on a line.</summary>
    public static bool Holds(string dump, string node) => dump.Split('\n').Any(line => line.Trim() == node);

    private static async Task<string> AskAsync(int port, string command, CancellationToken cancellationToken)
    {
        await using var stream = await LoopbackClient.ConnectAsync(port, cancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
