using Streaming.AppHost.Servers.Processes;
using Streaming.AppHost.Status;

namespace Streaming.AppHost.Servers.Spark;

/// <summary>One of a Spark cluster's processes, started by the distribution's own launcher, which knows Spark's class path and Java options.</summary>
internal abstract class SparkProcess(string name, string home, string folder)
    : ServerProcess(name, Path.Combine(home, "bin", "spark-class"), folder), IServerPage
{
    private const string LogFile = "log4j2.properties";

    public override EndpointReference Endpoint => new(this, "tcp");

    /// <summary>Its page for people, which tells programs the same as JSON.</summary>
    public EndpointReference Page => new(this, "http");

    public string LogArgument => $"-Dlog4j2.configurationFile={Path.Combine(Folder, LogFile)}";

    public override IEnumerable<(string Path, string Content)> Files =>
    [
        (LogFile, Properties.Render(
            ("rootLogger.level", "warn"),
            ("rootLogger.appenderRef.stdout.ref", "stdout"),
            ("appender.stdout.type", "Console"),
            ("appender.stdout.name", "stdout"),
            ("appender.stdout.layout.type", "PatternLayout"),
            ("appender.stdout.layout.pattern", "[%d] %p %m (%c)%n%ex"),
            ("logger.deploy.name", "org.apache.spark.deploy"),
            ("logger.deploy.level", "info"),
            // A micro-batch takes the time that it takes, and Spark's Kafka clients are given more settings than each of them knows.
            ("logger.trigger.name", "org.apache.spark.sql.execution.streaming.ProcessingTimeExecutor"),
            ("logger.trigger.level", "error"),
            ("logger.clients.name", "org.apache.kafka.clients"),
            ("logger.clients.level", "error"))),
    ];
}
