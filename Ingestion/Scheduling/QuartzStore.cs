using Npgsql;
using Quartz;

namespace Streaming.Ingestion.Scheduling;

/// <summary>Quartz in PostgreSQL: its tables have a schema of their own, and all instances of this service are one cluster.</summary>
internal static class QuartzStore
{
    private const string Schema = "quartz";
    private const string Prefix = "qrtz_";
    private const string Script = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";

    /// <summary>At most so many schedules are planned at a time; planning one takes milliseconds.</summary>
    private const int Threads = 2;

    public static void AddQuartzStore(this IServiceCollection services) => services.AddQuartz(quartz =>
    {
        quartz.ConfigureScheduler(options => options.GenerateInstanceId = true);
        quartz.UseDefaultThreadPool(Threads);
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(source => source.UseRegisteredDataSource = true);
            store.ConfigureStore(options => (options.TablePrefix, options.SchemaProvisioning) = ($"{Schema}.{Prefix}", SchemaProvisioning.None));
            store.UseClustering();
        });
    });

    /// <summary>
    /// Creates the tables that do not exist, by the script that Quartz has in it for this: a scheduler that runs it by itself takes half a second to
    /// build, for which everybody would wait who starts the pipeline.
    /// </summary>
    public static async Task CreateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var script = typeof(IScheduler).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"This version of Quartz has no script {Script}.");
        using var reader = new StreamReader(script);
        var sql = (await reader.ReadToEndAsync(cancellationToken)).Replace("{0}", $"{Schema}.{Prefix}").Replace("{1}", Prefix);
        await using var command = database.CreateCommand($"CREATE SCHEMA IF NOT EXISTS {Schema};\n{sql}");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
