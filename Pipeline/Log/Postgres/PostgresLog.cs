using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>
/// The log in a PostgreSQL database, in its schema <c>log</c>. Every producer and consumer keeps one connection, all
/// consumers share one that listens.
/// </summary>
public sealed class PostgresLog : ILog, IAsyncDisposable
{
    private readonly LogContext _context;
    private readonly TopicSetup _setup;
    private readonly OffsetQueries _offsets;
    private bool _disposed;

    public PostgresLog(NpgsqlDataSource source, PostgresLogOptions options, ILogger<PostgresLog> logger)
    {
        _context = new LogContext(source, options, new NotificationListener(source, logger), logger);
        _setup = new TopicSetup(_context);
        _offsets = new OffsetQueries(_context);
        Admin = new PostgresLogAdmin(_context, _offsets);
    }

    public ILogAdmin Admin { get; }

    public string System => "postgresql";

    public Task CreateTopicsAsync(IReadOnlyList<Topic> topics, CancellationToken cancellationToken) =>
        PostgresErrors.TranslatedAsync(() => _setup.CreateAsync(topics, cancellationToken));

    public ILogProducer CreateProducer() => new PostgresProducer(_context);

    public ILogConsumer CreateConsumer(Subscription subscription) =>
        new PostgresConsumer(_context, TopicSql.Checked(subscription.Group, nameof(subscription)), subscription.Topics);

    public async IAsyncEnumerable<RecordBatch> ReadAsync(
        TopicPartition partition, long fromOffset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (start, end) = await GetOffsetsAsync(partition, cancellationToken);
        var reader = _context.CreateReader();
        for (var next = Math.Max(start, fromOffset); next < end;)
        {
            var from = new ReadFrom(partition, next, Epoch: 0);
            var batches = new Queue<RecordBatch>(await PostgresErrors.TranslatedAsync(() => ReadPageAsync(reader, from, cancellationToken)));
            if (batches.Count == 0) yield break;
            try
            {
                while (batches.TryPeek(out var batch) && batch.BaseOffset < end)
                {
                    next = batch.BaseOffset + batch.Count;
                    yield return batches.Dequeue();
                }

                if (batches.Count > 0) yield break;
            }
            finally
            {
                foreach (var unread in batches) unread.Dispose();
            }
        }
    }

    public Task<(long Start, long End)> GetOffsetsAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        PostgresErrors.TranslatedAsync(() => _offsets.GetAsync(partition, cancellationToken));

    public Task<IReadOnlyList<GroupOffset>> GetGroupOffsetsAsync(IReadOnlyList<Subscription> groups, CancellationToken cancellationToken) =>
        PostgresErrors.TranslatedAsync(() => _offsets.GetGroupsAsync(groups, cancellationToken));

    public Task ApplyRetentionAsync(IReadOnlyList<Topic> topics, IReadOnlyList<Subscription> groups, CancellationToken cancellationToken) =>
        PostgresErrors.TranslatedAsync(() => _setup.TrimAsync(topics, groups, cancellationToken));

    /// <summary>May be called again: who registers an object under two types disposes of it twice.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _disposed, true) ? ValueTask.CompletedTask : _context.Listener.DisposeAsync();

    private async Task<List<RecordBatch>> ReadPageAsync(BatchReader reader, ReadFrom from, CancellationToken cancellationToken)
    {
        await using var connection = await _context.Source.OpenConnectionAsync(cancellationToken);
        return await reader.ReadAsync(connection, [from], cancellationToken);
    }
}
