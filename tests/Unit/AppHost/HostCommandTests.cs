using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Servers.Spark;

namespace Streaming.Tests.Unit.AppHost;

public sealed class HostCommandTests
{
    [Fact]
    public void Without_options_the_sample_source_and_free_ports_are_used()
    {
        var (options, errors) = Parse();

        Assert.Empty(errors);
        Assert.Equal(new HostOptions { WithSampleSource = true, DataFolder = HostOptions.DefaultDataFolder(ServersWay.Embedded) }, options);
    }

    [Fact]
    public void No_source_at_all_is_a_choice()
    {
        var (options, errors) = Parse("--source", "none");

        Assert.Empty(errors);
        Assert.Null(options?.Source);
        Assert.False(options?.WithSampleSource);
    }

    [Fact]
    public void Each_way_of_running_the_servers_has_its_own_data_folder()
    {
        var (options, errors) = Parse("--servers", "processes");

        Assert.Empty(errors);
        Assert.Equal(ServersWay.Processes, options?.Servers);
        Assert.Equal(HostOptions.DefaultDataFolder(ServersWay.Processes), options?.DataFolder);
        Assert.EndsWith("/streaming/processes", options?.DataFolder, StringComparison.Ordinal);
        Assert.EndsWith("/streaming/embedded", HostOptions.DefaultDataFolder(ServersWay.Embedded), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_arrives()
    {
        var (options, errors) = Parse(
            "--servers", "embedded", "--engine", "inprocess", "--source", "https://example.com/api/?nat=nl", "--data", "/data/x",
            "--push-port", "8080", "--console-port", "8081", "--postgres-port", "5433", "--replicas", "3", "--no-dashboard", "--no-console");

        Assert.Empty(errors);
        Assert.Equal(
            new HostOptions
            {
                Source = new Uri("https://example.com/api/?nat=nl"),
                DataFolder = "/data/x",
                PushPort = 8080,
                ConsolePort = 8081,
                PostgresPort = 5433,
                Replicas = 3,
                WithoutDashboard = true,
                WithoutConsole = true,
            },
            options);
    }

    [Fact]
    public void A_Spark_cluster_has_the_size_that_was_asked_for()
    {
        var (options, errors) = Parse(
            "--servers", "processes", "--engine", "spark", "--spark-workers", "2", "--spark-cores", "3", "--spark-memory", "2048");

        Assert.Empty(errors);
        Assert.Equal(new SparkSize(Workers: 2, Cores: 3, Memory: 2048), options?.Spark);
    }

    [Fact]
    public void Where_containers_run_the_whole_topology_is_the_default()
    {
        var (options, errors) = new HostCommand(() => ServersWay.Containers).Parse();

        Assert.Empty(errors);
        Assert.Equal(ServersWay.Containers, options?.Servers);
        Assert.NotNull(options?.Spark);
        Assert.Null(new HostCommand(() => ServersWay.Containers).Parse("--engine", "inprocess").Options?.Spark);
    }

    [Theory]
    [InlineData("--servers", "embedded")]
    [InlineData("--servers", "containers", "--engine", "spark")]
    [InlineData("--publisher", "manifest")]
    [InlineData("--operation", "publish", "--step", "publish")]
    public void No_container_engine_is_asked_for_unless_it_decides(params string[] args) =>
        new HostCommand(() => throw new InvalidOperationException("A container engine was asked for.")).Parse(args);

    [Theory]
    [InlineData(true, false, "--publisher", "manifest", "--output-path", "/tmp/x.json")]
    [InlineData(true, false, "--operation", "publish")]
    [InlineData(true, true, "--publisher", "manifest", "--postgres", "container")]
    [InlineData(false, true, "--operation", "publish", "--step", "publish", "--output-path", "/tmp/x")]
    [InlineData(false, false, "--operation", "publish", "--step", "publish", "--postgres", "external")]
    public void What_is_published_is_containers(bool isManifest, bool withPostgres, params string[] args)
    {
        var (options, errors) = Parse(args);

        Assert.Empty(errors);
        Assert.Equal(ServersWay.Containers, options?.Servers);
        Assert.Equal(isManifest, options?.Publication?.IsManifest);
        Assert.Equal(withPostgres, options?.Publication?.WithPostgres);
        Assert.Equal(args.Where(word => word is not ("--postgres" or "container" or "external")), options?.Publication?.Arguments);
        Assert.Equal(2, options?.Spark?.Cores);
    }

    [Theory]
    [InlineData("--servers embedded cannot be published", "--publisher", "manifest", "--servers", "embedded")]
    [InlineData("--replicas is not part of what is published", "--publisher", "manifest", "--replicas", "2")]
    [InlineData("--output-path is of what is published", "--output-path", "/tmp/x")]
    [InlineData("--postgres is of what is published", "--postgres", "container")]
    [InlineData("--postgres banana is not known", "--publisher", "manifest", "--postgres", "banana")]
    [InlineData("deploy", "--operation", "deploy")]
    [InlineData("is not known", "--servers", "banana")]
    [InlineData("--engine spark reads Kafka, which is not there with --servers embedded", "--engine", "spark")]
    [InlineData("flink is not known", "--servers", "processes", "--engine", "flink")]
    [InlineData("--spark-workers is of the cluster that is there with --engine spark only", "--servers", "processes", "--spark-workers", "2")]
    [InlineData("256 is not a number between 512", "--servers", "processes", "--engine", "spark", "--spark-memory", "256")]
    [InlineData("--source randomuser is neither", "--source", "randomuser")]
    [InlineData("--source ftp://example.com/ is neither", "--source", "ftp://example.com/")]
    [InlineData("70000 is not a port", "--push-port", "70000")]
    [InlineData("abc is not a port", "--push-port", "abc")]
    [InlineData("0 is not a port", "--postgres-port", "0")]
    [InlineData("cannot both be 5433", "--push-port", "5433", "--postgres-port", "5433")]
    [InlineData("0 is not a number between 1 and 16", "--replicas", "0")]
    [InlineData("many is not a number", "--replicas", "many")]
    [InlineData("--sorvers", "--sorvers", "embedded")]
    public void What_cannot_be_done_is_refused_with_the_reason(string reason, params string[] args)
    {
        var (options, errors) = Parse(args);

        Assert.Null(options);
        Assert.Contains(errors, error => error.Contains(reason, StringComparison.Ordinal));
    }

    private static (HostOptions? Options, IReadOnlyList<string> Errors) Parse(params string[] args) => new HostCommand(() => ServersWay.Embedded).Parse(args);
}
