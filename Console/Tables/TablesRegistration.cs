using Microsoft.Extensions.Options;
using Streaming.Console.Tables.Cassandra;
using Streaming.Console.Tables.Postgres;
using Streaming.Pipeline.Tables.Cassandra;

namespace Streaming.Console.Tables;

internal static class TablesRegistration
{
    /// <summary>The keys that <c>Sink:Cassandra</c> has for connecting.</summary>
    private const string CassandraSection = "Console:Cassandra";

    /// <summary>Registers the tables that the connection strings ask for.</summary>
    public static void AddTables(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        if (builder.Configuration.GetConnectionString("cassandra") is not { Length: > 0 } cassandra)
        {
            services.AddSingleton<ITables, PostgresTables>();
            return;
        }

        services.AddOptions<CassandraConnectionOptions>().BindConfiguration(CassandraSection).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CassandraConnectionOptions>, ConnectionOptionsValidator>();
        services.AddSingleton(provider => new CassandraConnection(cassandra, provider.GetRequiredService<IOptions<CassandraConnectionOptions>>().Value));
        services.AddSingleton<ITables, CassandraTables>();
    }

    private sealed class ConnectionOptionsValidator : IValidateOptions<CassandraConnectionOptions>
    {
        public ValidateOptionsResult Validate(string? name, CassandraConnectionOptions options) => options.Check(CassandraSection).Result;
    }
}
