using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Streaming.Console;
using Streaming.Console.DeadLetters;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;
using Streaming.StreamProcessor;
using Streaming.StreamProcessor.InProcess;
using Streaming.Tests.Integration.Ingestion;

namespace Streaming.Tests.Integration.Console.DeadLetters;

/// <summary>What the console is made of, as its own registration has it, beside a real Ingestion; no page and no loop runs by itself.</summary>
internal sealed class DeadLettersUnderTest : IAsyncDisposable
{
    public const string Viewer = "tester";

    private readonly IngestionApp _ingestion;
    private readonly WebApplication _console;
    private readonly int _schema;

    private DeadLettersUnderTest(IngestionApp ingestion, WebApplication console, int schema) => (_ingestion, _console, _schema) = (ingestion, console, schema);

    public IServiceProvider Services => _console.Services;

    public Letters Letters => Services.GetRequiredService<Letters>();

    public Replayer Replayer => Services.GetRequiredService<Replayer>();

    public ILog Log => Services.GetRequiredService<ILog>();

    public string Database => _ingestion.Database;

    public static async Task<DeadLettersUnderTest> StartAsync()
    {
        var ingestion = await IngestionApp.StartAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:streaming"] = ingestion.Database,
            ["Console:Token"] = "0123456789abcdef",
            ["Console:IngestionApiKey"] = "0123456789abcdef",
            ["services:ingestion:http:0"] = ingestion.Client.BaseAddress!.ToString(),
        });
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddConsole();
        var console = builder.Build();
        await console.Services.GetRequiredService<Streaming.Console.Setup>().RunAsync(default);
        var schema = await console.Services.GetRequiredService<ISchemaRegistry>().FindOwnAsync(Topics.UsersRejected, default);
        return new DeadLettersUnderTest(ingestion, console, schema);
    }

    /// <summary>A follower as a console that was just started has it.</summary>
    public LetterFollower NewFollower() => ActivatorUtilities.CreateInstance<LetterFollower>(Services);

    public Task FollowAsync() => NewFollower().FollowAsync(default);

    /// <summary>Appends letters to users_rejected.</summary>
    public async Task AppendAsync(params IEnumerable<RejectedUser> letters)
    {
        using var writer = new RecordWriter();
        foreach (var letter in letters)
        {
            var key = Encoding.ASCII.GetBytes((letter.RawSeq ?? 0).ToString(CultureInfo.InvariantCulture));
            var value = writer.Begin(Topics.UsersRejected, key, new RecordHeaders { RawSeq = letter.RawSeq ?? 0, RunId = "run"u8 });
            WireFormat.WritePrefix(value, _schema);
            letter.Write(value);
            writer.End();
        }

        await AppendAsync(writer);
    }

    public async Task AppendAsync(RecordWriter records)
    {
        await using var producer = Log.CreateProducer();
        await producer.AppendAsync(records, default);
    }

    /// <summary>Pushes users, has the processor judge them, and indexes what it rejects.</summary>
    public async Task PushAsync(string lines)
    {
        Assert.Equal(202, (await _ingestion.PushAsync(lines)).Status);
        await ProcessAsync();
        await FollowAsync();
    }

    /// <summary>Runs a processor, as after a restart, until all raw rows are in the log and judged.</summary>
    public async Task ProcessAsync()
    {
        using var metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var registry = Services.GetRequiredService<ISchemaRegistry>();
        await using var engine = new Engine(
            Log, await ProcessorSchemas.LoadAsync(registry, TimeProvider.System, NullLogger.Instance, default),
            new ProcessorOptions { ReadWait = TimeSpan.FromMilliseconds(50) }, TimeProvider.System,
            new ProcessorMetrics(metrics.GetRequiredService<IMeterFactory>()), NullLogger.Instance, () => { });
        await Wait.UntilAsync(
            async () =>
            {
                await engine.ProcessAsync(default);
                await engine.CommitAsync(default);
                var offsets = await Log.GetGroupOffsetsAsync([Groups.Processor], default);
                return offsets.All(offset => offset.Lag == 0) && await PublishedAsync() == await RawRowsAsync();
            },
            "all raw rows are judged");
    }

    public Task<long> RawRowsAsync() => QueryAsync<long>("SELECT count(*) FROM raw_users");

    public async Task<List<long>> RawSeqsAsync(Topic topic)
    {
        var seqs = new List<long>();
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            await foreach (var batch in Log.ReadAsync(topic[partition], 0, default))
            {
                using (batch)
                {
                    foreach (var record in batch) seqs.Add(record.Headers.RawSeq);
                }
            }
        }

        return seqs;
    }

    public async Task<LetterContent> LetterAsync(long number) =>
        await Letters.FindAsync(number, default) ?? throw new InvalidOperationException($"There is no letter {number}.");

    public async Task<LetterAction> LastActionAsync(long letter) => (await Letters.ActionsAsync(letter, default))[0];

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _ingestion.DisposeAsync();
    }

    /// <summary>Raw rows that are in users_created or were refused by the relay itself.</summary>
    private async Task<long> PublishedAsync() =>
        (await RawSeqsAsync(Topics.UsersCreated)).Concat(await RawSeqsAsync(Topics.UsersRejected)).Distinct().LongCount(seq => seq > 0);
}
