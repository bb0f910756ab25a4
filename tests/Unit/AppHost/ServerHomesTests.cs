using System.Runtime.Versioning;
using Streaming.AppHost;
using Streaming.AppHost.Servers.Processes;

namespace Streaming.Tests.Unit.AppHost;

[UnsupportedOSPlatform("windows")]
public sealed class ServerHomesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("streaming-test-").FullName;
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Everything_that_is_missing_is_listed_at_once()
    {
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => FindAsync());

        Assert.All(["Java 17", "KAFKA_HOME is not set", "CASSANDRA_HOME is not set", "APICURIO_HOME is not set"],
            missing => Assert.Contains(missing, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Kafka_without_ZooKeeper_is_refused_by_what_it_lacks()
    {
        UseAll();
        File.Delete(Path.Combine(_root, "kafka/libs/zookeeper-3.8.4.jar"));

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => FindAsync());

        Assert.Contains("zookeeper-*.jar", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Apache Kafka 3.9", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CASSANDRA_HOME", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Java_that_is_too_old_is_refused_with_what_it_answers()
    {
        UseAll(javaVersion: "1.8.0_402");

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => FindAsync());

        Assert.Contains("1.8.0_402", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("KAFKA_HOME", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_is_found()
    {
        UseAll();

        var homes = await FindAsync();

        Assert.Equal(Path.Combine(_root, "java/bin/java"), homes.Java);
        Assert.Equal(Path.Combine(_root, "kafka"), homes.Kafka);
        Assert.Equal(Path.Combine(_root, "apicurio/apicurio-registry-app-3.0.9-runner.jar"), homes.ApicurioJar);
    }

    [Theory]
    [InlineData("openjdk version \"17.0.15\" 2025-04-15", 17)]
    [InlineData("java version \"1.8.0_402\"", 8)]
    [InlineData("openjdk version \"21\" 2023-09-19", 21)]
    [InlineData("bash: java: not executable", 0)]
    public void Javas_major_version_is_read(string text, int major) => Assert.Equal(major, JavaRuntime.MajorVersion(text));

    [Fact]
    public async Task Spark_is_looked_for_where_it_is_asked_for()
    {
        UseAll();
        Assert.Empty((await FindAsync()).Spark);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => FindAsync(withSpark: true));
        Assert.Contains("SPARK_HOME is not set", refused.Message, StringComparison.Ordinal);

        Use("SPARK_HOME", "spark", "bin/spark-class", "jars/spark-connect_2.12-3.5.7.jar");
        refused = await Assert.ThrowsAsync<StartRefusedException>(() => FindAsync(withSpark: true));
        Assert.Contains("there is no jars/spark-sql-kafka-0-10_2.12-3.5.*.jar", refused.Message, StringComparison.Ordinal);

        Use("SPARK_HOME", "spark", "jars/spark-sql-kafka-0-10_2.12-3.5.7.jar");
        Assert.Equal(Path.Combine(_root, "spark"), (await FindAsync(withSpark: true)).Spark);

        _environment["SPARK_REMOTE"] = "sc://example.com";
        refused = await Assert.ThrowsAsync<StartRefusedException>(() => FindAsync(withSpark: true));
        Assert.Contains("SPARK_REMOTE is sc://example.com", refused.Message, StringComparison.Ordinal);
    }

    private Task<ServerHomes> FindAsync(bool withSpark = false) =>
        ServerHomes.FindAsync(_environment.GetValueOrDefault, withSpark, CancellationToken.None);

    private void UseAll(string javaVersion = "17.0.15")
    {
        Use("JAVA_HOME", "java", "bin/java");
        File.WriteAllText(Path.Combine(_root, "java/bin/java"), $"#!/bin/sh\necho 'openjdk version \"{javaVersion}\"' >&2\n");
        File.SetUnixFileMode(Path.Combine(_root, "java/bin/java"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Use("KAFKA_HOME", "kafka", "libs/kafka_2.13-3.9.2.jar", "libs/zookeeper-3.8.4.jar");
        Use("CASSANDRA_HOME", "cassandra", "bin/cassandra", "conf/cassandra.yaml");
        Use("APICURIO_HOME", "apicurio", "apicurio-registry-app-3.0.9-runner.jar");
    }

    private void Use(string variable, string home, params string[] files)
    {
        _environment[variable] = Path.Combine(_root, home);
        foreach (var file in files)
        {
            var path = Path.Combine(_root, home, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }
}
