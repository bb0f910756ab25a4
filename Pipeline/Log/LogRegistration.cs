using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Streaming.Pipeline.Log.Kafka;
using Streaming.Pipeline.Log.Postgres;

namespace Streaming.Pipeline.Log;

public static class LogRegistration
{
    /// <summary>
    /// Registers the <see cref="ILog"/>, and its <see cref="ILogAdmin"/>, that the connection strings ask for: with <c>kafka</c> it is Kafka's, else
    /// PostgreSQL's in the registered <see cref="NpgsqlDataSource"/>.
    /// </summary>
    public static IHostApplicationBuilder AddLog(this IHostApplicationBuilder builder)
    {
        if (KafkaRegistration.IsConnected(builder.Configuration))
        {
            builder.AddKafkaLog();
            return builder;
        }

        builder.Services.AddSingleton(provider => new PostgresLog(
            provider.GetRequiredService<NpgsqlDataSource>(), new PostgresLogOptions(), provider.GetRequiredService<ILogger<PostgresLog>>()));
        builder.Services.AddSingleton<ILog>(provider => provider.GetRequiredService<PostgresLog>());
        builder.Services.AddSingleton(provider => provider.GetRequiredService<PostgresLog>().Admin);
        return builder;
    }
}
