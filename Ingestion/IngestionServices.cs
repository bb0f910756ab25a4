using Microsoft.Extensions.Options;
using Streaming.Ingestion.Push;
using Streaming.Ingestion.RawStore;
using Streaming.Ingestion.Relay;
using Streaming.Ingestion.Runs;
using Streaming.Ingestion.Scheduling;
using Streaming.Ingestion.Sources;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas;

namespace Streaming.Ingestion;

internal static class IngestionServices
{
    private const string Database = "streaming";

    /// <summary>Everything but the endpoints. With a connection string <c>streaming</c> alone, PostgreSQL is raw store, log and registry.</summary>
    public static WebApplicationBuilder AddIngestion(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDataSource(Database);
        builder.AddLog();
        builder.AddSchemaRegistry(client => client.AddLookupResilience(), Topics.UsersCreated, Topics.UsersRejected);
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IngestionMetrics>();
        services.AddSingleton(provider => new RelayConnection(provider.GetRequiredService<IConfiguration>().GetConnectionString(Database) ?? ""));
        services.AddSingleton<Setup>();

        AddOptions<RawStoreOptions, RawStoreOptionsValidator>(services, RawStoreOptions.Section);
        services.AddSingleton<RawQueue>();
        services.AddLoop<RawWriter>(RawWriter.LoopName);

        AddOptions<PushOptions, PushOptionsValidator>(services, PushOptions.Section);
        services.AddSingleton<PushEndpoint>();

        AddOptions<PullOptions, PullOptionsValidator>(services, PullOptions.Section);
        services.AddSingleton<DefaultSource>();

        // Each further try at a page is an attempt of its run, which is recorded.
        services.AddHttpClient<SourceClient>().AddStandardResilience(options => options.MaxAttempts = 1);

        AddOptions<SeedOptions, SeedOptionsValidator>(services, SeedOptions.Section);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        services.AddQuartzStore();
        services.AddSingleton<Wakers>();
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<Planner>();
        services.AddSingleton<ScheduleTriggers>();
        services.AddLoop<ScheduleLoop>(ScheduleLoop.LoopName);

        AddOptions<RunOptions, RunOptionsValidator>(services, RunOptions.Section);
        services.AddSingleton<RunStore>();
        services.AddSingleton<RunDesk>();
        services.AddSingleton<BackfillStore>();
        services.AddSingleton<RunWork>();
        services.AddLoop<RunLoop>(RunLoop.LoopName);

        AddOptions<RelayOptions, RelayOptionsValidator>(services, RelayOptions.Section);
        services.AddSingleton<ReplicationSlot>();
        services.AddSingleton<SchemaCatalog>();
        services.AddSingleton<RelayPosition>();
        services.AddSingleton<Backlog>();
        services.AddLoop<RelayLoop>(RelayLoop.LoopName);
        services.AddLoop<RawBacklogLoop>(RawBacklogLoop.LoopName);
        services.AddLoop<LogBacklogLoop>(LogBacklogLoop.LoopName);
        return builder;
    }

    private static void AddOptions<TOptions, TValidator>(IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }
}
