using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Streaming.AppHost;
using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Data;
using Streaming.AppHost.Servers;
using Streaming.AppHost.Servers.Cassandra;
using Streaming.AppHost.Servers.EmbeddedPostgres;
using Streaming.AppHost.Servers.Kafka;
using Streaming.AppHost.Servers.Processes;
using Streaming.AppHost.Servers.Registry;
using Streaming.AppHost.Servers.Spark;
using Streaming.AppHost.Servers.ZooKeeper;
using Streaming.AppHost.Status;
using Streaming.AppHost.Supervision;

return await new HostCommand().RunAsync(args, static async (options, stop) =>
{
    var homes = options.Servers == ServersWay.Processes
        ? await ServerHomes.FindAsync(Environment.GetEnvironmentVariable, withSpark: options.Spark is not null, stop)
        : null;
    LoopbackPort.RefuseTaken(options);
    using var data = DataFolder.Open(options.DataFolder, options.NeededDiskBytes);
    var cluster = await PostgresCluster.PrepareAsync(data, stop);

    var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = options.WithoutDashboard });
    builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
    var pushApiKey = builder.AddSecret("push-api-key", data);

    // Servers: PostgreSQL, which plays the parts of the others where they are not there
    var postgres = builder.AddEmbeddedPostgres("postgres", cluster, options.PostgresPort)
        .WithRestart();
    var streaming = postgres.AddDatabase("streaming");
    var servers = PipelineServers.AllIn(streaming);
    if (homes is not null)
    {
        var zooKeeper = builder.AddZooKeeper("zookeeper", homes, data.Server("zookeeper"))
            .WithRestart();
        var kafka = builder.AddKafka("kafka", homes, data.Server("kafka"), zooKeeper, options.KafkaPort)
            .WithRestart();
        var registry = builder.AddSchemaRegistry("registry", homes, data.Server("registry"))
            .WithRestart();
        var cassandra = builder.AddCassandra("cassandra", homes, data.Server("cassandra"), keyspace: "spark_streams", options.CassandraPort)
            .WithRestart();
        servers = new PipelineServers(RawStore: streaming, Log: kafka, Schemas: registry, Tables: cassandra);
    }

    // Topics, schemas and tables: steps that run once, so their code is not worth the time that compiling it well takes
    var setupLog = builder.AddProject<Projects.Ingestion>("setup-log")
        .WithArgs("setup").WithEnvironment("DOTNET_TC_QuickJit", "1")
        .WithServers(servers.RawStore, servers.Log, servers.Schemas)
        .WithRestart(RestartPolicy.UntilItSucceeds);
    var setupTables = builder.AddProject<Projects.CassandraSink>("setup-tables")
        .WithArgs("setup").WithEnvironment("DOTNET_TC_QuickJit", "1")
        .WithServers(servers.Tables)
        .WithRestart(RestartPolicy.UntilItSucceeds);

    // Services
    var ingestion = builder.AddProject<Projects.Ingestion>("ingestion")
        .WithHttpEndpoint(port: options.PushPort)
        .WithHttpHealthCheck("/health")
        .WithServers(servers.RawStore, servers.Log, servers.Schemas)
        .WaitForCompletion(setupLog)
        .WithEnvironment("Ingestion__Push__ApiKey", pushApiKey)
        .WithRestart();
    var processor = builder.AddProject<Projects.StreamProcessor>("processor")
        .WithReplicas(options.Spark is null ? options.Replicas : 1)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithServers(servers.Log, servers.Schemas)
        .WaitForCompletion(setupLog)
        .WithRestart();
    var sink = builder.AddProject<Projects.CassandraSink>("sink")
        .WithReplicas(options.Replicas)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithServers(servers.Log, servers.Schemas, servers.Tables)
        .WaitForCompletion(setupLog).WaitForCompletion(setupTables)
        .WithRestart();

    // The cluster that the stream processor works on, where it is not to do it by itself
    if (homes is not null && options.Spark is { } size)
    {
        var master = builder.AddSparkMaster("spark-master", homes, data.Server("spark-master")).WithRestart();
        foreach (var name in size.WorkerNames) builder.AddSparkWorker(name, homes, data.Server(name), master, size).WithRestart();
        var runner = DotnetRunner.FindBeside<Projects.StreamProcessor>();
        var driver = builder.AddSparkDriver("spark-driver", homes, data.Server("spark-driver"), master, size, runner).WithRestart();
        processor.WithSpark(driver, checkpoint: data.Server("spark-checkpoint"));
    }

    // The source: the user's, a sample one, or none
    if (options.Source is { } source)
    {
        ingestion.WithEnvironment("Ingestion__Pull__Source", source.AbsoluteUri);
    }
    else if (options.WithSampleSource)
    {
        var sample = builder.AddProject<Projects.SampleSource>("source")
            .WithEnvironment("DOTNET_TC_QuickJit", "1")
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithRestart();
        ingestion
            .WithReference(sample).WaitFor(sample)
            .WithEnvironment("Ingestion__Pull__Source", $"{sample.GetEndpoint("http")}/api/");
    }

    // The web console, which starts when the pipeline runs
    if (!options.WithoutConsole) builder.AddConsole<Projects.Console>(options, data, servers, pushApiKey, ingestion, processor, sink);

    await using var app = builder.Build();
    var endpoints = new PipelineEndpoints(ingestion.GetEndpoint("http"), servers, data, builder.Configuration["AppHost:BrowserToken"]);
    await PipelineRun.RunAsync(app, data, endpoints);
});
