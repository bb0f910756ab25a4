using System.Diagnostics;

namespace Streaming.Pipeline.Log.Postgres;

internal sealed class PostgresProducer(LogContext context) : ILogProducer
{
    private readonly HeldConnection _connection = new(context.Source);
    private readonly AppendCommands _commands = context.CreateAppendCommands();

    public async Task AppendAsync(RecordWriter records, CancellationToken cancellationToken)
    {
        if (records.Count == 0) return;
        var started = Stopwatch.GetTimestamp();
        try
        {
            var connection = await _connection.GetAsync(cancellationToken);
            await using var batch = connection.CreateBatch();
            _commands.Add(batch, records);
            _commands.AddNotifications(batch);
            await batch.PrepareAsync(cancellationToken);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.Translate(error) is { } translated)
        {
            throw translated;
        }

        LogMetrics.Appended(records.Count, started);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
