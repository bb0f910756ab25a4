using System.Diagnostics;

namespace Streaming.Pipeline.Log.Kafka;

internal sealed class KafkaProducer(KafkaClients clients, KafkaTopics topics) : ILogProducer
{
    private readonly TransactionalProducer _transactions = new(clients, topics);

    public async Task AppendAsync(RecordWriter records, CancellationToken cancellationToken)
    {
        if (records.Count == 0) return;
        var started = Stopwatch.GetTimestamp();
        await _transactions.RunAsync(records, null, cancellationToken);
        LogMetrics.Appended(records.Count, started);
    }

    public ValueTask DisposeAsync() => _transactions.DisposeAsync();
}
