using Npgsql;
using Quartz;

namespace Streaming.Ingestion.Scheduling;

/// <summary>Quartz in PostgreSQL: its tables have a schema of their own, and all instances of this service are one cluster.</summary>
internal static class QuartzStore
{
    private const string TablePrefix = "quartz.qrtz_";

    /// <summary>At most so many schedules are planned at a time; planning one takes milliseconds.</summary>
    private const int Threads = 2;

    public static void AddQuartzStore(this IServiceCollection services) => services.AddQuartz(quartz =>
    {
        quartz.ConfigureScheduler(options => options.GenerateInstanceId = true);
        quartz.UseDefaultThreadPool(Threads);
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(source => source.UseRegisteredDataSource = true);
            store.ConfigureStore(options => (options.TablePrefix, options.SchemaProvisioning) = (TablePrefix, SchemaProvisioning.None));
            store.UseClustering();
        });
    });

    /// <summary>Creates the tables that do not exist; the schema is there.</summary>
    public static async Task CreateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(source => source.DataSourceFactory = _ => database);
            store.ConfigureStore(options => (options.TablePrefix, options.SchemaProvisioning) = (TablePrefix, SchemaProvisioning.CreateIfMissing));
        })).BuildScheduler(cancellationToken);
        await scheduler.Shutdown(waitForJobsToComplete: false, cancellationToken);
    }
}
