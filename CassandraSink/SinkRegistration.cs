using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Streaming.CassandraSink.Tables;
using Streaming.CassandraSink.Tables.Postgres;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas;

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
        services.AddSingleton<ITableStore, PostgresTables>();
        services.AddSingleton<SinkMetrics>();
        services.AddLoop<SinkLoop>("sink");
    }
}
