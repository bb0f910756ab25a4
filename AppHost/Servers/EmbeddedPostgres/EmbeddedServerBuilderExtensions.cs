using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

internal static class EmbeddedServerBuilderExtensions
{
    /// <summary>One database of one PostgreSQL plays all four parts.</summary>
    public static PipelineServers AddEmbeddedServer(this IDistributedApplicationBuilder builder, HostOptions options, PostgresCluster cluster)
    {
        var database = builder.AddEmbeddedPostgres("postgres", cluster, options.PostgresPort).WithRestart().AddDatabase(PipelineServers.Database);
        return new PipelineServers(RawStore: database, Log: database, Schemas: database, Tables: database);
    }
}
