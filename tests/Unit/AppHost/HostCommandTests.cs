using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Servers.Spark;

namespace Streaming.Tests.Unit.AppHost;

public sealed class HostCommandTests
{
    [Fact]
    public void Without_options_the_sample_source_and_free_ports_are_used()
    {
        var (options, errors) = new HostCommand().Parse();

        Assert.Empty(errors);
        Assert.Equal(new HostOptions { WithSampleSource = true, DataFolder = HostOptions.DefaultDataFolder(ServersWay.Embedded) }, options);
    }

    [Fact]
    public void No_source_at_all_is_a_choice()
    {
        var (options, errors) = new HostCommand().Parse("--source", "none");

        Assert.Empty(errors);
        Assert.Null(options?.Source);
        Assert.False(options?.WithSampleSource);
    }

    [Fact]
    public void Each_way_of_running_the_servers_has_its_own_data_folder()
    {
        var (options, errors) = new HostCommand().Parse("--servers", "processes");

        Assert.Empty(errors);
        Assert.Equal(ServersWay.Processes, options?.Servers);
        Assert.Equal(HostOptions.DefaultDataFolder(ServersWay.Processes), options?.DataFolder);
        Assert.EndsWith("/streaming/processes", options?.DataFolder, StringComparison.Ordinal);
        Assert.EndsWith("/streaming/embedded", HostOptions.DefaultDataFolder(ServersWay.Embedded), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_arrives()
    {
        var (options, errors) = new HostCommand().Parse(
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
        var (options, errors) = new HostCommand().Parse(
            "--servers", "processes", "--engine", "spark", "--spark-workers", "2", "--spark-cores", "3", "--spark-memory", "2048");

        Assert.Empty(errors);
        Assert.Equal(new SparkSize(Workers: 2, Cores: 3, Memory: 2048), options?.Spark);
    }

    [Theory]
    [InlineData("is not built yet", "--servers", "containers")]
    [InlineData("is not known", "--servers", "banana")]
    [InlineData("--engine spark reads Kafka, which is there with --servers processes only", "--engine", "spark")]
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
        var (options, errors) = new HostCommand().Parse(args);

        Assert.Null(options);
        Assert.Contains(errors, error => error.Contains(reason, StringComparison.Ordinal));
    }
}
