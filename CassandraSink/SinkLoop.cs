using System.Diagnostics;
using Microsoft.Extensions.Options;
using Streaming.CassandraSink.Tables;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas;
using Streaming.Pipeline.Telemetry;

namespace Streaming.CassandraSink;

/// <summary>
/// Log to tables. Offsets are committed once the tables have acknowledged all rows, so what is read again after a fault is written again, which changes
/// nothing. What can't be stored becomes a dead letter in the same atomic step as the offsets.
/// </summary>
internal sealed class SinkLoop : BackgroundLoop
{
    private readonly ILog _log;
    private readonly ITableStore _tables;
    private readonly ISchemaRegistry _registry;
    private readonly SinkOptions _options;
    private readonly SinkMetrics _metrics;
    private readonly ILogger _logger;
    private KnownSchemas? _schemas;

    public SinkLoop(
        ILog log, ITableStore tables, ISchemaRegistry registry, IOptions<SinkOptions> options, SinkMetrics metrics, TimeProvider time,
        ILogger<SinkLoop> logger)
        : base(Groups.Sink.Group, new LoopOptions(), time, logger)
    {
        _log = log;
        _tables = tables;
        _registry = registry;
        _options = options.Value;
        _metrics = metrics;
        _logger = logger;
    }

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        _schemas ??= await LoadSchemasAsync(cancellationToken);
        using var letters = new DeadLetters(await _registry.FindOwnAsync(Topics.UsersRejected, cancellationToken), _metrics, Time, _logger);
        var spans = BatchSpans.OfWrites(SinkMetrics.Source, _tables.System, "upsert", "created_users");
        var decoder = new RecordDecoder(_tables, _schemas.Ids, spans, letters);
        await using var consumer = _log.CreateConsumer(Groups.Sink);
        while (true)
        {
            var batches = await consumer.ReadAsync(_options.ReadWait, cancellationToken);
            Beat();
            if (batches.Count == 0) continue;
            try
            {
                foreach (var batch in batches) await _schemas.LearnAsync(batch, cancellationToken);
                var records = await StoreAsync(batches, decoder, letters, cancellationToken);
                await consumer.CommitAsync(letters.Output, cancellationToken);
                letters.Report(records);
                Recovered();
            }
            catch (FencedException fenced)
            {
                Log.Fenced(_logger, fenced.Message);
                await consumer.ResetAsync(cancellationToken);
            }
            finally
            {
                foreach (var batch in batches) batch.Dispose();
            }
        }
    }

    /// <summary>The schemas of what is read, those of this version first.</summary>
    private async Task<KnownSchemas> LoadSchemasAsync(CancellationToken cancellationToken)
    {
        var schemas = new KnownSchemas(_registry, Time, _logger);
        foreach (var topic in Groups.Sink.Topics) schemas.Add(await _registry.FindOwnAsync(topic, cancellationToken));
        return schemas;
    }

    private async Task<int> StoreAsync(IReadOnlyList<RecordBatch> batches, RecordDecoder decoder, DeadLetters letters, CancellationToken cancellationToken)
    {
        letters.Clear();
        _tables.Clear();
        var total = batches.Sum(batch => batch.Count);
        _metrics.Read(total);
        for (var next = 0; next < total;)
        {
            next = decoder.Fill(batches, next, _options);
            if (_tables.Count == 0) continue;

            var result = await WriteAsync(decoder, cancellationToken);
            foreach (var refusal in result.Refused) letters.Add(batches, refusal);
            Beat();
        }

        return total;
    }

    private async Task<WriteResult> WriteAsync(RecordDecoder decoder, CancellationToken cancellationToken)
    {
        var rows = _tables.Count;
        var started = Stopwatch.GetTimestamp();
        Exception? failure = null;
        _metrics.Sending(rows);
        try
        {
            var result = await _tables.WriteAsync(cancellationToken);
            _metrics.Written(rows, result, Stopwatch.GetElapsedTime(started));
            _metrics.EndToEnd(decoder.IngestedAt, Timestamps.ToMicros(Time.GetUtcNow()));
            return result;
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            _metrics.Returned(rows);
            decoder.Done(rows, failure);
        }
    }
}
