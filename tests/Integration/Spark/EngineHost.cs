using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;
using Streaming.StreamProcessor;
using Streaming.StreamProcessor.Spark;
using Streaming.StreamProcessor.Spark.Progress;

namespace Streaming.Tests.Integration.Spark;

/// <summary>StreamProcessor with one of its engines, in this process, on Kafka; schemas are in PostgreSQL.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(6);

    private readonly IHost _host;
    private readonly string _checkpoint;

    private EngineHost(IHost host, string checkpoint) => (_host, _checkpoint) = (host, checkpoint);

    private ILog Log => _host.Services.GetRequiredService<ILog>();

    public static async Task<EngineHost> StartAsync(string engine, string brokers, string database, string checkpoint)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:kafka"] = brokers,
            ["ConnectionStrings:streaming"] = database,
            ["Processor:Engine"] = engine,
            ["Processor:Horizon"] = TimeSpan.FromMinutes(ParityEvents.Horizon).ToString("c", CultureInfo.InvariantCulture),

            // The events' time is long past, so the clock would close each window at once.
            ["Processor:IdleGrace"] = "1.00:00:00",
            ["Processor:Spark:Checkpoint"] = checkpoint,
            ["Processor:Spark:ShufflePartitions"] = "2",
        });
        builder.AddNpgsqlDataSource("streaming");
        builder.AddLog();
        builder.AddSchemaRegistry(_ => { }, Topics.UsersCreated, Topics.UsersProcessed, Topics.UsersRejected, Topics.UsersStats);
        builder.Services.AddProcessor(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        return new EngineHost(host, checkpoint);
    }

    /// <summary>Returns when the engine has read all of users_created and done all that comes of it, counting included.</summary>
    public async Task DrainAsync(string engine)
    {
        await WaitAsync(() => IsReadAsync(Groups.Processor), "users_created to be read");
        if (engine != ProcessorOptions.SparkEngine) return;

        await WaitAsync(() => IsReadAsync(Groups.Irregular), "users_irregular to be read");
        await WaitAsync(AreCountedAsync, "users_processed to be counted");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>On a machine that Spark keeps busy a broker may not answer in time.</summary>
    private static Task WaitAsync(Func<Task<bool>> condition, string what) => Wait.UntilAsync(
        async () =>
        {
            try
            {
                return await condition();
            }
            catch (LogUnavailableException)
            {
                return false;
            }
        },
        what,
        DrainLimit);

    private async Task<bool> IsReadAsync(Subscription group) => (await Log.GetGroupOffsetsAsync([group], default)).All(offset => offset.Lag == 0);

    private async Task<bool> AreCountedAsync()
    {
        var checkpoint = Checkpoint.Of(new SparkOptions { Checkpoint = _checkpoint }, SparkQueries.Stats, Topics.UsersProcessed.Name)!;
        if (checkpoint.TakeCommitted() is not [var last]) return false;
        for (var partition = 0; partition < Topics.UsersProcessed.Partitions; partition++)
        {
            if ((await Log.GetOffsetsAsync(Topics.UsersProcessed[partition], default)).End > last.Next.GetValueOrDefault(partition)) return false;
        }

        return true;
    }
}
