using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Ingestion.Relay;

/// <summary>
/// How far the log is: PostgreSQL sends again what was not acknowledged before a crash, and what the log has of it must not go there a second time.
/// Rows are appended in the order of ingested_at, over all partitions together, so the newest in the log says it.
/// </summary>
internal readonly record struct LogTail(long IngestedAt, long Seq)
{
    public static async Task<LogTail> ReadAsync(ILog log, CancellationToken cancellationToken)
    {
        var tail = default(LogTail);
        for (var partition = 0; partition < Topics.UsersCreated.Partitions; partition++)
        {
            await foreach (var batch in log.ReadLastAsync(Topics.UsersCreated[partition], cancellationToken))
            {
                using (batch) tail = tail.With(batch);
            }
        }

        return tail;
    }

    private LogTail With(RecordBatch batch)
    {
        var tail = this;
        foreach (var record in batch)
        {
            if (WireFormat.TryStrip(record.Value, out _, out var json) && UserJson.TryReadIdentity(json, out _, out var micros) && micros > tail.IngestedAt)
                tail = new LogTail(micros, record.Headers.RawSeq);
        }

        return tail;
    }
}
