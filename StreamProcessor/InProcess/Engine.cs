using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Telemetry;
using Streaming.StreamProcessor.Topology;

namespace Streaming.StreamProcessor.InProcess;

/// <summary>
/// The in-process engine: reads, processes and commits in atomic steps. After any failure call <see cref="ResetAsync"/>; the state is then built anew
/// from what was committed. One caller at a time.
/// </summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly ProcessorOptions _options;
    private readonly TimeProvider _time;
    private readonly ProcessorMetrics _metrics;
    private readonly ILogger _logger;
    private readonly ProcessorSchemas _schemas;
    private readonly UserTopology _topology;
    private readonly KeyPool _pool;
    private readonly StateRebuild _rebuild;
    private readonly ILogConsumer _consumer;
    private readonly Dictionary<int, PartitionState> _states = [];
    private readonly BatchSpans _spans;
    private readonly RecordWriter _output = new();
    private long _forgotten;
    private long _started;

    public Engine(ILog log, ProcessorSchemas schemas, ProcessorOptions options, TimeProvider time, ProcessorMetrics metrics, ILogger logger, Action beat)
    {
        _options = options;
        _time = time;
        _metrics = metrics;
        _logger = logger;
        _schemas = schemas;
        _topology = new UserTopology(schemas.Ids);
        _pool = new KeyPool(options.MaxSeenEvents);
        _rebuild = new StateRebuild(log, _topology, options, _pool, metrics, logger, beat);
        _spans = BatchSpans.OfProcessing(ProcessorMetrics.Activities, log.System, Topics.UsersCreated.Name, Groups.Processor.Group);
        _consumer = log.CreateConsumer(Groups.Processor);
    }

    /// <summary>Reads what there is and processes it, into state and output that only <see cref="CommitAsync"/> makes lasting.</summary>
    /// <returns>How many records were read.</returns>
    public async Task<int> ProcessAsync(CancellationToken cancellationToken)
    {
        var batches = await _consumer.ReadAsync(_options.ReadWait, cancellationToken);
        try
        {
            _started = _time.GetTimestamp();
            await FollowAssignmentAsync(cancellationToken);

            var processedAt = Timestamps.ToMicros(_time.GetUtcNow());
            foreach (var batch in batches)
            {
                await _schemas.LearnAsync(batch, cancellationToken);
                Process(batch, _states[batch.Partition.Partition], processedAt);
            }

            foreach (var state in _states.Values) Publish(state, processedAt);
            return _topology.Summary.Records;
        }
        finally
        {
            foreach (var batch in batches) batch.Dispose();
        }
    }

    /// <summary>Appends the output and commits the offsets, in one step.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        var summary = _topology.Summary;
        if (summary.Records == 0 && _output.Count == 0) return;

        try
        {
            await _consumer.CommitAsync(_output, cancellationToken);
        }
        catch (Exception failure)
        {
            _spans.Stop(summary.Records, failure);
            throw;
        }

        Report(summary);
        ClearStep();
    }

    /// <summary>Forgets everything that is not committed, and the state with it.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        ClearStep();
        foreach (var state in _states.Values) state.Dispose();
        _states.Clear();
        await _consumer.ResetAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        ClearStep();
        _output.Dispose();
        await _consumer.DisposeAsync();
    }

    /// <summary>State is only worth something under the epoch that it was built for: that of lost partitions goes, that of new ones is read back.</summary>
    private async Task FollowAssignmentAsync(CancellationToken cancellationToken)
    {
        var assigned = _consumer.Assigned;
        foreach (var (partition, state) in _states)
        {
            if (assigned.Contains(new AssignedPartition(Topics.UsersCreated[partition], state.Epoch))) continue;
            state.Dispose();
            _states.Remove(partition);
        }

        foreach (var partition in assigned)
        {
            if (_states.ContainsKey(partition.Partition.Partition)) continue;
            var state = await _rebuild.RunAsync(partition, cancellationToken);
            state.LastReadAt = _time.GetTimestamp();
            _states.Add(state.Partition, state);
        }
    }

    private void Process(RecordBatch batch, PartitionState state, long processedAt)
    {
        foreach (var record in batch)
            _topology.Process(record, _spans.Start(record.Headers.TraceParent), state, processedAt, _output);

        state.LastReadAt = _started;
    }

    private void Publish(PartitionState state, long now)
    {
        // A partition that nothing comes into any more has no event to close its last windows: there the clock does.
        var clock = now - (long)_options.IdleGrace.TotalMicroseconds;
        if (_time.GetElapsedTime(state.LastReadAt, _started) >= _options.IdleGrace) state.Windows.Close(clock);
        _topology.Publish(state, _output);
        if (state.Watermark != long.MinValue) _metrics.State(state.Partition, (now - state.Watermark) / 1e6);
    }

    private void Report(BatchSummary summary)
    {
        _metrics.Committed(summary, _time.GetElapsedTime(_started));
        _metrics.Seen(_pool.Keys);
        if (summary.Rejected > 0) _logger.Rejected(summary.Rejected, summary.Records);
        if (summary.BeyondHorizon > 0) _logger.BeyondHorizon(summary.BeyondHorizon, _options.Horizon);
        if (_pool.DroppedEarly == _forgotten) return;

        if (_forgotten == 0) _logger.ForgottenEarly(_options.MaxSeenEvents);
        _metrics.Forgotten(_pool.DroppedEarly - _forgotten);
        _forgotten = _pool.DroppedEarly;
    }

    private void ClearStep()
    {
        _spans.Stop(_topology.Summary.Records);
        _output.Clear();
        _topology.Summary.Clear();
    }
}
