using System.Diagnostics;

namespace Streaming.Pipeline.Log.Postgres;

internal sealed class PostgresConsumer : ILogConsumer
{
    private readonly string _group;
    private readonly PostgresLogOptions _options;
    private readonly NotificationListener _listener;
    private readonly AppendCommands _commands;
    private readonly BatchReader _reader;
    private readonly HeldConnection _connection;
    private readonly Signal _signal = new();
    private readonly GroupMember _member;
    private readonly Assignment _assignment = new();
    private readonly KeyValuePair<string, object?> _groupTag;
    private bool _mustReset;

    public PostgresConsumer(LogContext context, string group, IReadOnlyList<Topic> topics)
    {
        _group = group;
        _groupTag = LogMetrics.Group(group);
        _options = context.Options;
        _listener = context.Listener;
        _commands = context.CreateAppendCommands();
        _reader = context.CreateReader();
        _connection = new HeldConnection(context.Source);
        _member = new GroupMember(context.Source, group, [.. topics.Select(topic => topic.Name)], _options, _signal, context.Logger);
        _listener.Subscribe(topics.Select(topic => TopicSql.TopicChannel(topic.Name)), _signal);
        _listener.Subscribe([TopicSql.GroupChannel(group)], _member.Wake);
        _member.Start();
    }

    public IReadOnlyList<AssignedPartition> Assigned => _assignment.Held;

    public async Task<IReadOnlyList<RecordBatch>> ReadAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        ThrowIfToReset();
        var start = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                await AdoptAsync(cancellationToken);
                var batches = await FetchAsync(cancellationToken);
                if (batches.Count > 0) return batches;

                var left = wait - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero) return [];
                await _signal.WaitAsync(left < _options.FallbackPoll ? left : _options.FallbackPoll, cancellationToken);
            }
        }
        catch (Exception error) when (PostgresErrors.Translate(error) is { } translated)
        {
            throw translated;
        }
    }

    public async Task CommitAsync(RecordWriter? output, CancellationToken cancellationToken)
    {
        ThrowIfToReset();
        var appends = output is { Count: > 0 };
        if (!appends && !_assignment.HasProgress) return;
        if (_assignment.Count == 0) throw new FencedException($"This member of group {_group} has no partition, so it has nothing to append for.");

        var started = Stopwatch.GetTimestamp();

        // Until the server's answer is here nobody knows what it did.
        _mustReset = true;
        try
        {
            var connection = await _connection.GetAsync(cancellationToken);
            await using var batch = connection.CreateBatch();
            if (appends) _commands.Add(batch, output!);
            batch.BatchCommands.Add(_assignment.CommitCommand(_group, _member.Id));
            if (appends) _commands.AddNotifications(batch);
            await batch.PrepareAsync(cancellationToken);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.Translate(error) is { } translated)
        {
            if (translated is FencedException) LogMetrics.Fenced(_groupTag);
            throw translated;
        }

        LogMetrics.Committed(appends ? output!.Count : 0, _groupTag, started);
        _assignment.Committed();
        _mustReset = false;
    }

    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        _mustReset = true;
        try
        {
            await _member.RenewAsync(cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.Translate(error) is { } translated)
        {
            throw translated;
        }

        _assignment.Reset(_member.Leases);
        _mustReset = false;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Unsubscribe(_signal);
        _listener.Unsubscribe(_member.Wake);
        await _connection.DisposeAsync();
        await _member.DisposeAsync();
        _signal.Dispose();
    }

    private async Task AdoptAsync(CancellationToken cancellationToken)
    {
        if (_member.Failure is { } failure)
            throw PostgresErrors.Translate(failure) ?? new InvalidOperationException($"The membership in group {_group} failed: {failure.Message}", failure);

        _assignment.Adopt(_member.Leases);
        var released = _assignment.TakeReleasable();
        if (released.Count > 0) await _member.ReleaseAsync(released, cancellationToken);
    }

    private async Task<List<RecordBatch>> FetchAsync(CancellationToken cancellationToken)
    {
        var positions = _assignment.Positions();
        if (positions.Count == 0) return [];

        var started = Stopwatch.GetTimestamp();
        var connection = await _connection.GetAsync(cancellationToken);
        var batches = await _reader.ReadAsync(connection, positions, cancellationToken);
        LogMetrics.Read(batches, _groupTag, started);
        _assignment.Advance(batches);
        return batches;
    }

    private void ThrowIfToReset()
    {
        if (_mustReset) throw new InvalidOperationException("The last commit did not succeed. Call ResetAsync first.");
    }
}
