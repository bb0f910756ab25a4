using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Streaming.AppHost;
using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Data;
using Streaming.AppHost.Servers.EmbeddedPostgres;
using Streaming.AppHost.Status;
using Streaming.AppHost.Supervision;

return await new HostCommand().RunAsync(args, static async (options, stop) =>
{
    LoopbackPort.RefuseTaken(options.PushPort, "--push-port");
    LoopbackPort.RefuseTaken(options.PostgresPort, "--postgres-port");
    using var data = DataFolder.Open(options.DataFolder);
    var cluster = await PostgresCluster.PrepareAsync(data, stop);

    var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = options.WithoutDashboard });
    builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
    var pushApiKey = builder.AddParameter(
        "push-api-key", () => data.Secret("push-api-key", given: builder.Configuration["Parameters:push-api-key"]), secret: true);

    // Servers
    var postgres = builder.AddEmbeddedPostgres("postgres", cluster, options.PostgresPort)
        .WithRestart();
    var streaming = postgres.AddDatabase("streaming");

    // Schemas: steps that run once, so their code is not worth the time that compiling it well takes
    var setupLog = builder.AddProject<Projects.Ingestion>("setup-log")
        .WithArgs("setup").WithEnvironment("DOTNET_TC_QuickJit", "1")
        .WithReference(streaming).WaitFor(streaming)
        .WithRestart(RestartPolicy.UntilItSucceeds);
    var setupTables = builder.AddProject<Projects.CassandraSink>("setup-tables")
        .WithArgs("setup").WithEnvironment("DOTNET_TC_QuickJit", "1")
        .WithReference(streaming).WaitFor(streaming)
        .WithRestart(RestartPolicy.UntilItSucceeds);

    // Services
    var ingestion = builder.AddProject<Projects.Ingestion>("ingestion")
        .WithHttpEndpoint(port: options.PushPort)
        .WithHttpHealthCheck("/health")
        .WithReference(streaming).WaitFor(streaming)
        .WaitForCompletion(setupLog)
        .WithEnvironment("Ingestion__Push__ApiKey", pushApiKey)
        .WithRestart();
    builder.AddProject<Projects.StreamProcessor>("processor")
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithReference(streaming).WaitFor(streaming)
        .WaitForCompletion(setupLog)
        .WithRestart();
    builder.AddProject<Projects.CassandraSink>("sink")
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithReference(streaming).WaitFor(streaming)
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
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithRestart();
        ingestion
            .WithReference(sample).WaitFor(sample)
            .WithEnvironment("Ingestion__Pull__Source", $"{sample.GetEndpoint("http")}/api/");
    }

    await using var app = builder.Build();
    var endpoints = new PipelineEndpoints(
        ingestion.GetEndpoint("http"), streaming.Resource, data.SecretFile("push-api-key"), builder.Configuration["AppHost:BrowserToken"]);
    await PipelineRun.RunAsync(app, data, endpoints);
});
