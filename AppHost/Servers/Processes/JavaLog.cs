namespace Streaming.AppHost.Servers.Processes;

/// <summary>What the servers print, and that they print it instead of keeping files of their own: the AppHost keeps it.</summary>
internal static class JavaLog
{
    public const string FileName = "log4j.properties";

    /// <summary>For Kafka and ZooKeeper.</summary>
    public static readonly string Log4j = Properties.Render(
        ("log4j.rootLogger", "WARN, stdout"),
        ("log4j.appender.stdout", "org.apache.log4j.ConsoleAppender"),
        ("log4j.appender.stdout.layout", "org.apache.log4j.PatternLayout"),
        ("log4j.appender.stdout.layout.ConversionPattern", "[%d] %p %m (%c)%n"),
        ("log4j.logger.kafka.server.KafkaServer", "INFO"),
        ("log4j.logger.kafka.coordinator", "INFO"),
        // Tells of each question that is asked before ZooKeeper can answer.
        ("log4j.logger.org.apache.zookeeper.server.ServerCnxn", "FATAL"));

    /// <summary>For Cassandra.</summary>
    public const string Logback = """
        <configuration>
          <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%-5level [%thread] %date{ISO8601} %F:%L - %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="STDOUT"/></root>
          <logger name="org.apache.cassandra.config" level="WARN"/>
        </configuration>
        """;

    public static string[] Log4jArguments(string folder) => [$"-Dlog4j.configuration=file:{Path.Combine(folder, FileName)}"];
}
