using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Streaming.CassandraSink;
using Streaming.CassandraSink.Tables;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Postgres;
using Streaming.Pipeline.Schemas;
using Streaming.Pipeline.Schemas.Postgres;

namespace Streaming.Tests.Integration.CassandraSink;

/// <summary>The sink over a log and tables in a database of their own, or over other tables.</summary>
internal sealed class SinkUnderTest : IAsyncDisposable
{
    private readonly PostgresLog _log;
    private readonly PostgresSchemaRegistry _registry;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecordWriter _records = new();
    private readonly SinkMetrics _metrics;
    private int _usersSchema;
    private int _statsSchema;
    private readonly ITableStore _store;
    private SinkLoop? _loop;

    private SinkUnderTest(TablesUnderTest tables, ITableStore? store)
    {
        Tables = tables;
        _store = store ?? tables.Tables;
        _log = new PostgresLog(
            tables.Source,
            new PostgresLogOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(200), LeaseDuration = TimeSpan.FromSeconds(1) },
            NullLogger<PostgresLog>.Instance);
        _registry = new PostgresSchemaRegistry(tables.Source);
        _metrics = new SinkMetrics(_services.GetRequiredService<IMeterFactory>());
    }

    public TablesUnderTest Tables { get; }

    public static async Task<SinkUnderTest> CreateAsync(string? connectionString = null, ITableStore? store = null)
    {
        var test = new SinkUnderTest(await TablesUnderTest.CreateAsync(connectionString), store);
        await test._log.CreateTopicsAsync(Topics.All, CancellationToken.None);
        await test._registry.SetUpAsync(CancellationToken.None);
        foreach (var topic in Topics.All)
            await test._registry.RegisterAsync(EventSchemas.SubjectOf(topic), EventSchemas.Of(topic), CancellationToken.None);
        test._usersSchema = await test._registry.FindOwnAsync(Topics.UsersProcessed, CancellationToken.None);
        test._statsSchema = await test._registry.FindOwnAsync(Topics.UsersStats, CancellationToken.None);
        return test;
    }

    public SinkUnderTest Add(UserRow user, RecordHeaders headers = default)
    {
        var value = _records.Begin(Topics.UsersProcessed, user[UserField.Id], headers);
        WireFormat.WritePrefix(value, _usersSchema);
        UserJson.Write(value, user, UserForm.Processed);
        _records.End();
        return this;
    }

    public SinkUnderTest Add(StatsRow stats)
    {
        var value = _records.Begin(Topics.UsersStats, stats.Key, default);
        WireFormat.WritePrefix(value, _statsSchema);
        stats.Write(value);
        _records.End();
        return this;
    }

    public SinkUnderTest Add(Topic topic, ReadOnlySpan<byte> value, RecordHeaders headers = default)
    {
        _records.Add(topic, "key"u8, headers, value);
        return this;
    }

    public async Task AppendAsync()
    {
        await using var producer = _log.CreateProducer();
        await producer.AppendAsync(_records, CancellationToken.None);
        _records.Clear();
    }

    public async Task StartAsync()
    {
        _loop = new SinkLoop(
            _log, _store, _registry, Options.Create(new SinkOptions { WriteTimeout = TimeSpan.FromSeconds(5) }), _metrics, TimeProvider.System,
            NullLogger<SinkLoop>.Instance);
        await _loop.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        if (_loop is null) return;
        using var deadline = new CancellationTokenSource(Wait.Limit);
        await _loop.StopAsync(deadline.Token);
        _loop.Dispose();
        _loop = null;
    }

    /// <summary>Waits until the sink has committed all that is in the log.</summary>
    public Task CaughtUpAsync() => Wait.UntilAsync(
        async () => (await _log.GetGroupOffsetsAsync([Groups.Sink], CancellationToken.None)).All(offset => offset.Lag == 0),
        "the sink is at the log's end");

    public async Task<HealthStatus> HealthAsync() => (await _loop!.CheckHealthAsync(new HealthCheckContext())).Status;

    public async Task<List<RejectedUser>> RejectedAsync()
    {
        var rejected = new List<RejectedUser>();
        await foreach (var batch in _log.ReadAsync(Topics.UsersRejected[0], 0, CancellationToken.None))
        {
            using (batch)
            {
                foreach (var record in batch)
                {
                    Assert.True(WireFormat.TryStrip(record.Value, out _, out var json));
                    rejected.Add(RejectedUser.Read(json));
                }
            }
        }

        return rejected;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _log.DisposeAsync();
        await Tables.DisposeAsync();
        _records.Dispose();
        _metrics.Dispose();
        await _services.DisposeAsync();
    }
}
