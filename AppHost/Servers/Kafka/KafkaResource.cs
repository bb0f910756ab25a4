using Streaming.AppHost.Servers.Processes;
using Streaming.AppHost.Servers.ZooKeeper;
using Streaming.AppHost.Status;

namespace Streaming.AppHost.Servers.Kafka;

/// <summary>A Kafka broker, the only one of its cluster, which ZooKeeper keeps.</summary>
internal sealed class KafkaResource(string name, string java, string folder, ZooKeeperResource zooKeeper)
    : ServerProcess(name, java, folder), IResourceWithConnectionString
{
    // ZooKeeper ends a session within a tick or two of its timeout.
    private static readonly TimeSpan LastSessionDeadline = KafkaSettings.SessionTimeout + TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public override EndpointReference Endpoint => new(this, "tcp");

    /// <summary>The bootstrap servers.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"127.0.0.1:{Endpoint.Property(EndpointProperty.Port)}");

    public override IEnumerable<(string Path, string Content)> Files =>
    [
        (KafkaSettings.FileName, KafkaSettings.Render(Path.Combine(Folder, "data"), Endpoint.Port, zooKeeper.Address)),
        (JavaLog.FileName, JavaLog.Log4j),
    ];

    /// <summary>
    /// Waits until ZooKeeper has ended the session of a broker that was killed: until then a new one is refused (<c>NodeExists</c>) and exits. Where the
    /// wait is in vain the broker is started all the same, and the supervisor goes on with it.
    /// </summary>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LastSessionDeadline);
        try
        {
            if (!await HasSessionAsync(deadline.Token))
                return;

            Terminal.Line(Name, $"starts when ZooKeeper has ended its last session, in {KafkaSettings.SessionTimeout.TotalSeconds:0} s or less");
            do
                await Task.Delay(Pause, deadline.Token);
            while (await HasSessionAsync(deadline.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    private Task<bool> HasSessionAsync(CancellationToken cancellationToken) =>
        ZooKeeperCommands.IsHeldAsync(zooKeeper.Endpoint.Port, $"/brokers/ids/{KafkaSettings.BrokerId}", cancellationToken);
}
