using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Data;
using Streaming.AppHost.Servers;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost;

internal static class ConsoleBuilderExtensions
{
    public const string Name = "console";
    public const string Token = "console-token";

    /// <summary>How long the services have the processor for themselves: what the user waits for first is rows.</summary>
    private static readonly TimeSpan RowsFirst = TimeSpan.FromSeconds(4);

    /// <summary>The web console and the step that makes its tables. Both start a moment after the services run.</summary>
    /// <param name="services">Those whose metrics it reads; the first is Ingestion, whose API it uses.</param>
    public static IResourceBuilder<ProjectResource> AddConsole<TProject>(
        this IDistributedApplicationBuilder builder, HostOptions options, DataFolder? data, PipelineServers servers,
        IResourceBuilder<ParameterResource> pushApiKey, params ReadOnlySpan<IResourceBuilder<IResourceWithEndpoints>> services)
        where TProject : IProjectMetadata, new()
    {
        var token = builder.AddSecret(Token, data);
        var setup = builder.AddProject<TProject>("setup-console")
            .WithArgs("setup")
            .OnBeforeResourceStarted(static (_, _, cancellationToken) => Task.Delay(RowsFirst, cancellationToken))
            .WithRestart(RestartPolicy.UntilItSucceeds, essential: false);
        var console = builder.AddProject<TProject>(Name)
            .WithHttpEndpoint(port: options.ConsolePort, targetPort: options.HttpPort)
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/health")
            .WaitForCompletion(setup)
            .WithRestart(essential: false);
        foreach (var service in services)
        {
            setup.WaitFor(service);
            if (service is IResourceBuilder<IResourceWithServiceDiscovery> project)
                console.WithReference(project);
            else
                console.WithReference(service.GetEndpoint("http"));
        }

        foreach (var process in (IResourceBuilder<ProjectResource>[])[setup, console])
        {
            process
                .WithQuickJit()
                .WithServers(servers.RawStore, servers.Log, servers.Schemas, servers.Tables)
                .WithEnvironment("Console__Token", token)
                .WithEnvironment("Console__IngestionApiKey", pushApiKey);
        }

        return options.WithoutDashboard || options.Publication is not null || builder.Configuration["ASPNETCORE_URLS"] is not { } dashboard
            ? console
            : console.WithEnvironment("Console__DashboardUrl", dashboard.Split(';')[0]);
    }
}
