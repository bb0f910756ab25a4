using System.Net;
using System.Net.Sockets;

namespace Streaming.Tests.EndToEnd;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_every_option()
    {
        var (exitCode, output) = await AppHostProcess.RunAsync(["--help"]);

        Assert.Equal(0, exitCode);
        Assert.All(
            ["--servers", "--engine", "--source", "--data", "--push-port", "--publisher", "--operation", "--output-path"],
            option => Assert.Contains(option, output));
    }

    [Theory]
    [InlineData("--sorvers", "embedded", "--sorvers")]
    [InlineData("--servers", "banana", "banana")]
    [InlineData("--engine", "spark", "Kafka")]
    [InlineData("--source", "randomuser", "randomuser")]
    [InlineData("--push-port", "70000", "70000")]
    public async Task What_cannot_be_done_is_refused_with_the_reason_before_anything_starts(string option, string value, string named)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"streaming-test-{Guid.NewGuid():N}");

        var (exitCode, output) = await AppHostProcess.RunAsync(["--data", folder, option, value]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(named, output);
        Assert.DoesNotContain("   at ", output);
        Assert.False(Directory.Exists(folder), "A refused start left a data folder behind.");
    }

    [Fact]
    public async Task All_that_the_servers_need_and_is_not_there_is_listed_in_one_message()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"streaming-test-{Guid.NewGuid():N}");
        var environment = new Dictionary<string, string>
        {
            ["JAVA_HOME"] = "/nonexistent/java",
            ["KAFKA_HOME"] = "",
            ["CASSANDRA_HOME"] = "/nonexistent/cassandra",
            ["APICURIO_HOME"] = "",
            ["PG_BIN"] = "/nonexistent/pg",
        };

        var (exitCode, output) = await AppHostProcess.RunAsync(["--servers", "processes", "--data", folder], environment);

        Assert.Equal(1, exitCode);
        Assert.All(
            ["Java 17", "/nonexistent/java", "KAFKA_HOME is not set", "/nonexistent/cassandra", "APICURIO_HOME is not set", "/nonexistent/pg", "https://"],
            named => Assert.Contains(named, output));
        Assert.DoesNotContain("   at ", output);
        Assert.False(Directory.Exists(folder), "A refused start left a data folder behind.");
    }

    [PostgresFact]
    public async Task A_taken_port_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString();
        var folder = Directory.CreateTempSubdirectory("streaming-test-").FullName;

        var (exitCode, output) = await AppHostProcess.RunAsync(["--data", folder, "--push-port", port]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(port, output);
        Assert.Contains("--push-port", output);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_PG_BIN_without_PostgreSQL_is_named()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"streaming-test-{Guid.NewGuid():N}");

        var (exitCode, output) = await AppHostProcess.RunAsync(["--servers", "embedded", "--data", folder], new() { ["PG_BIN"] = "/nonexistent/bin" });

        Assert.NotEqual(0, exitCode);
        Assert.Contains("PG_BIN", output);
        Assert.Contains("/nonexistent/bin", output);
    }
}
