using Confluent.Kafka;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// Lends the client for administration once a broker has answered. librdkafka's administrative requests must not be begun while the brokers are away:
/// when one ends because no controller was found, or without an answer, the process can end with it (an assertion of rdkafka_admin.c, or memory freed twice).
/// Asking for metadata, which the sign of life is, has no such fault.
/// </summary>
internal sealed class KafkaAdmin(IAdminClient client) : IDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly BlockingThread _thread = new("kafka-probe");
    private Task<Metadata> _probe = Task.FromResult<Metadata>(null!);

    /// <exception cref="LogUnavailableException">No broker gives a sign of life.</exception>
    public async Task<IAdminClient> ReadyAsync(CancellationToken cancellationToken)
    {
        Task<Metadata> probe;
        lock (_lock)
        {
            if (_probe.IsCompleted) _probe = _thread.RunAsync(() => client.GetMetadata(ProbeTimeout));
            probe = _probe;
        }

        await KafkaErrors.TranslatedAsync(probe, cancellationToken);
        return client;
    }

    public void Dispose()
    {
        _thread.Dispose();
        client.Dispose();
    }
}
