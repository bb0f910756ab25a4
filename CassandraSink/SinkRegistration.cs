using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Streaming.CassandraSink.Tables;
using Streaming.CassandraSink.Tables.Cassandra;
using Streaming.CassandraSink.Tables.Postgres;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas;
using Streaming.Pipeline.Tables.Cassandra;

namespace Streaming.CassandraSink;

internal static class SinkRegistration
{
    /// <summary>Registers the tables that the connection strings ask for, and the loop that fills them.</summary>
    public static void AddSink(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddSchemaRegistry(client => client.AddLookupResilience(), Topics.UsersProcessed, Topics.UsersStats, Topics.UsersRejected);
        services.AddOptions<SinkOptions>().BindConfiguration(SinkOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SinkOptions>, SinkOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        if (builder.Configuration.GetConnectionString("cassandra") is { Length: > 0 } cassandra) services.AddCassandraTables(cassandra);
        else services.AddSingleton<ITableStore, PostgresTables>();
        services.AddSingleton<SinkMetrics>();
        services.AddLoop<SinkLoop>("sink");
    }

    private static void AddCassandraTables(this IServiceCollection services, string connectionString)
    {
        services.AddOptions<CassandraOptions>().BindConfiguration(CassandraOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CassandraOptions>, CassandraOptionsValidator>();
        services.AddSingleton(provider => new CassandraConnection(connectionString, provider.GetRequiredService<IOptions<CassandraOptions>>().Value));
        services.AddSingleton<ITableStore, CassandraTables>();
    }
}
