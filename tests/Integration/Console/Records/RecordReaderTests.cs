using Microsoft.Extensions.Options;
using Npgsql;
using Streaming.Console;
using Streaming.Console.Records;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Postgres;
using Streaming.Pipeline.Schemas.Postgres;
using Streaming.Tests.Integration.Log;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Console.Records;

/// <summary>What the page of a topic asks for, on a log in PostgreSQL.</summary>
public sealed class RecordReaderTests : IAsyncLifetime
{
    private const int Records = 120;

    private static readonly Topic Topic = new("looked_at", 4, TimeSpan.FromDays(1));

    private NpgsqlDataSource _source = null!;
    private PostgresProcess _process = null!;

    private RecordReader Reader => new(_process.Admin, new SchemaNamer(new PostgresSchemaRegistry(_source), Options.Create(new ConsoleOptions())));

    public async Task InitializeAsync()
    {
        if (PostgresRequirement.SkipReason is not null) return;
        var database = await PostgresServer.CreateDatabaseAsync();
        _source = NpgsqlDataSource.Create(database);
        _process = new PostgresProcess(database, new PostgresLogOptions());
        await _process.Log.CreateTopicsAsync([Topic], default);
        using var records = Texts.Records([.. Enumerable.Range(0, Records).Select(n => (Topic[Topic.PartitionOf("key"u8)], $"{n}"))]);
        await using var producer = _process.Log.CreateProducer();
        await producer.AppendAsync(records, default);
    }

    public async Task DisposeAsync()
    {
        if (PostgresRequirement.SkipReason is not null) return;
        await _process.DisposeAsync();
        await _source.DisposeAsync();
    }

    [PostgresFact]
    public async Task Older_and_newer_lead_through_all_records_and_back()
    {
        var partition = Topic[Topic.PartitionOf("key"u8)];
        var newest = await ReadAsync(partition, null);
        var older = await ReadAsync(partition, newest.Older);
        var oldest = await ReadAsync(partition, older.Older);

        Assert.Equal(Enumerable.Range(0, Records).Reverse(), new[] { newest, older, oldest }.SelectMany(Offsets));
        Assert.Null(newest.Newer);
        Assert.Null(oldest.Older);
        Assert.Equal(69, Offsets(await ReadAsync(partition, oldest.Newer))[0]);
        Assert.Equal(Offsets(newest), Offsets(await ReadAsync(partition, Records + 1000)));
        Assert.Null(await Reader.ReadAsync(Topic[99], null, default));
    }

    [PostgresFact]
    public async Task Records_are_shown_while_the_registry_is_out_of_order_and_the_page_says_so()
    {
        // Its table was never made.
        var page = await ReadAsync(Topic[Topic.PartitionOf("key"u8)], null);
        Assert.NotEmpty(page.Records);
        Assert.Contains("schema_registry", page.Schemas.Fault);
    }

    [PostgresFact]
    public async Task A_search_goes_to_the_keys_own_partition_and_further_where_it_stopped()
    {
        var topic = await new TopicReader(_process.Admin).ReadAsync(Topic.Name, default);
        var search = Reader.Search(topic!, "key", null);
        var progress = 0;
        for (var runs = 1; !search.IsOver; runs++)
        {
            await search.RunAsync(
                () =>
                {
                    progress++;
                    return Task.CompletedTask;
                },
                default);
            Assert.Equal(Math.Min(runs * KeySearch.MostFound, Records), search.Found.Count);
        }

        Assert.Equal((Records, Records), (search.Found.Count, (int)search.Looked));
        Assert.InRange(progress, Records / KeySearch.MostFound, Records);
    }

    private async Task<RecordPage> ReadAsync(TopicPartition partition, long? top) => (await Reader.ReadAsync(partition, top, default))!;

    private static int[] Offsets(RecordPage page) => [.. page.Records.Select(record => (int)record.Record.Offset)];
}
