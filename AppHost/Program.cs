using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Streaming.AppHost;
using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Data;
using Streaming.AppHost.Deployment;
using Streaming.AppHost.Servers;
using Streaming.AppHost.Servers.Containers;
using Streaming.AppHost.Status;
using Streaming.AppHost.Supervision;

return await new HostCommand(ContainerEngine.DefaultWay).RunAsync(args, static async (options, stop) =>
{
    using var machine = await Machine.PrepareAsync(options, stop);
    var builder = DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions { Args = options.Publication?.Arguments, DisableDashboard = options.WithoutDashboard });
    builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
    var pushApiKey = builder.AddSecret(PipelineEndpoints.ApiKey, machine.Data);

    // Servers: containers, processes, or a PostgreSQL that plays the parts of all
    var servers = builder.AddServers(options, machine);

    // Topics, schemas and tables: steps that run once
    var setupLog = builder.AddProject<Projects.Ingestion>("setup-log")
        .WithArgs("setup").WithQuickJit()
        .WithServers(servers.RawStore, servers.Log, servers.Schemas)
        .WithRestart(RestartPolicy.UntilItSucceeds);
    var setupTables = builder.AddProject<Projects.CassandraSink>("setup-tables")
        .WithArgs("setup").WithQuickJit()
        .WithServers(servers.Tables)
        .WithRestart(RestartPolicy.UntilItSucceeds);

    // Services
    var ingestion = builder.AddProject<Projects.Ingestion>("ingestion")
        .WithHttpEndpoint(port: options.PushPort, targetPort: options.HttpPort)
        .WithExternalHttpEndpoints()
        .WithHttpHealthCheck("/health")
        .WithServers(servers.RawStore, servers.Log, servers.Schemas)
        .WaitForCompletion(setupLog)
        .WithEnvironment("Ingestion__Push__ApiKey", pushApiKey)
        .WithRestart();
    var processor = builder.AddProcessor<Projects.StreamProcessor>("processor", options, servers, setupLog);
    var sink = builder.AddProject<Projects.CassandraSink>("sink")
        .WithReplicas(options.Replicas)
        .WithHttpEndpoint(targetPort: options.HttpPort)
        .WithHttpHealthCheck("/health")
        .WithServers(servers.Log, servers.Schemas, servers.Tables)
        .WaitForCompletion(setupLog).WaitForCompletion(setupTables)
        .WithRestart();

    // The source: the user's, a sample one, or none
    if (options.Source is { } source)
    {
        ingestion.WithEnvironment("Ingestion__Pull__Source", source.AbsoluteUri);
    }
    else if (options.WithSampleSource)
    {
        var sample = builder.AddProject<Projects.SampleSource>("source")
            .WithQuickJit()
            .WithHttpEndpoint(targetPort: options.HttpPort)
            .WithHttpHealthCheck("/health")
            .WithRestart();
        ingestion
            .WithReference(sample).WaitFor(sample)
            .WithEnvironment("Ingestion__Pull__Source", $"{sample.GetEndpoint("http")}/api/");
    }

    // The web console, which starts when the pipeline runs
    if (!options.WithoutConsole) builder.AddConsole<Projects.Console>(options, machine.Data, servers, pushApiKey, ingestion, processor, sink);

    // Where it is deployed: docker compose, or the manifest, which azd takes to Azure
    if (options.Publication is { } publication) builder.AddDeployment(publication, options, servers.Spark);

    await using var app = builder.Build();
    if (machine.Data is not { } data)
    {
        await app.RunAsync(stop);
        return;
    }

    var endpoints = new PipelineEndpoints(ingestion.GetEndpoint("http"), servers, data, builder.Configuration["AppHost:BrowserToken"]);
    await PipelineRun.RunAsync(app, data, endpoints);
});
