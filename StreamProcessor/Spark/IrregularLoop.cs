using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas;
using Streaming.Pipeline.Telemetry;
using Streaming.StreamProcessor.InProcess;
using Streaming.StreamProcessor.Spark.Plan;
using Streaming.StreamProcessor.Topology;

namespace Streaming.StreamProcessor.Spark;

/// <summary>
/// Processes the records that the query leaves, with the topology of the in-process engine, in atomic steps. Redeliveries are told by the query, before,
/// and counts are made of users_processed, so there is no state.
/// </summary>
internal sealed class IrregularLoop(
    ILog log, ISchemaRegistry registry, ProcessorMetrics metrics, TimeProvider time, ILogger<IrregularLoop> logger)
    : BackgroundLoop("spark-irregular", new LoopOptions(), time, logger)
{
    private static readonly TimeSpan ReadWait = TimeSpan.FromSeconds(1);
    private static readonly TopologySettings Stateless = new(TimeSpan.FromMinutes(2), TimeSpan.Zero);

    private readonly RecordWriter _output = new();
    private readonly KeyPool _pool = new(100_000);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var schemas = await ProcessorSchemas.LoadAsync(registry, Time, logger, cancellationToken);
        var topology = new UserTopology(schemas.Ids);
        var spans = BatchSpans.OfProcessing(ProcessorMetrics.Activities, log.System, Topics.UsersIrregular.Name, Groups.Irregular.Group);
        await using var consumer = log.CreateConsumer(Groups.Irregular);
        while (true)
        {
            var batches = await consumer.ReadAsync(ReadWait, cancellationToken);
            try
            {
                foreach (var batch in batches)
                {
                    await schemas.LearnAsync(batch, cancellationToken);
                    Process(batch, topology, spans);
                }

                if (batches.Count > 0) await consumer.CommitAsync(_output, cancellationToken);
            }
            finally
            {
                foreach (var batch in batches) batch.Dispose();
                spans.Stop(topology.Summary.Records);
                _output.Clear();
            }

            Report(topology.Summary);
            topology.Summary.Clear();
            Recovered();
        }
    }

    private void Report(BatchSummary summary)
    {
        metrics.RulesBroken(summary);
        if (summary.Rejected > 0) logger.Rejected(summary.Rejected, summary.Records);
    }

    private void Process(RecordBatch batch, UserTopology topology, BatchSpans spans)
    {
        // What the topology learns of the partition is of no use to the next batch.
        using var state = new PartitionState(batch.Partition.Partition, batch.Epoch, Stateless, _pool);
        var processedAt = Timestamps.ToMicros(Time.GetUtcNow());
        foreach (var record in batch)
        {
            if (!IrregularKey.TryParse(record.Key, out var offset, out var key))
                throw new InvalidOperationException($"The record {record.Offset} of {batch.Partition} is not the Spark engine's. Nobody else may write there.");

            var original = new Record { Offset = offset, Key = key, Headers = record.Headers, Value = record.Value };
            topology.Process(original, spans.Start(record.Headers.TraceParent), state, processedAt, _output);
        }
    }

    public override void Dispose()
    {
        _output.Dispose();
        base.Dispose();
    }
}
