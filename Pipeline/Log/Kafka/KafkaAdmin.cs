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

    /// <summary>What an answer may take beyond the client's own time-out, which it was seen not to keep.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly BlockingThread _thread = new("kafka-probe");
    private Task<Metadata> _probe = Task.FromResult<Metadata>(null!);

    /// <returns>All topics, and what partitions they have.</returns>
    /// <exception cref="LogUnavailableException">No broker gives a sign of life.</exception>
    public Task<Metadata> ProbeAsync(CancellationToken cancellationToken) => TranslatedAsync(
        async () =>
        {
            Task<Metadata> probe;
            lock (_lock)
            {
                if (_probe.IsCompleted) _probe = _thread.RunAsync(() => client.GetMetadata(ProbeTimeout));
                probe = _probe;
            }

            return await probe.WaitAsync(ProbeTimeout + Overdue, cancellationToken);
        });

    /// <summary>Probes, then asks.</summary>
    /// <param name="limit">What the question has as its own time-out.</param>
    /// <exception cref="LogUnavailableException">There was no answer in time.</exception>
    public async Task<T> AskAsync<T>(Func<IAdminClient, Task<T>> question, TimeSpan limit, CancellationToken cancellationToken)
    {
        await ProbeAsync(cancellationToken);
        return await TranslatedAsync(() => question(client).WaitAsync(limit + Overdue, cancellationToken));
    }

    /// <summary>Probes, then asks with a call that blocks.</summary>
    /// <inheritdoc cref="AskAsync"/>
    public async Task<T> AskBlockingAsync<T>(Func<IAdminClient, T> question, TimeSpan limit, CancellationToken cancellationToken) =>
        await AskAsync(_ => _thread.RunAsync(() => question(client)), limit, cancellationToken);

    public void Dispose()
    {
        _thread.Dispose();
        client.Dispose();
    }

    private static async Task<T> TranslatedAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (KafkaException error)
        {
            throw KafkaErrors.Translate(error);
        }
        catch (TimeoutException overdue)
        {
            throw new LogUnavailableException("Kafka's client has not answered in time.", overdue);
        }
    }
}
