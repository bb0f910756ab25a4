namespace Streaming.AppHost.Servers.Containers;

/// <summary>The images and their versions, all of them.</summary>
internal static class ContainerImages
{
    /// <summary>Confluent Platform 7.9 is the last one with ZooKeeper.</summary>
    public const string ConfluentTag = "7.9.2";

    public const string ZooKeeper = "docker.io/confluentinc/cp-zookeeper";
    public const string Kafka = "docker.io/confluentinc/cp-kafka";
    public const string Registry = "docker.io/confluentinc/cp-schema-registry";
    public const string ControlCenter = "docker.io/confluentinc/cp-enterprise-control-center";

    /// <summary>Of the image that Aspire's own package for PostgreSQL names.</summary>
    public const string PostgresTag = "17.6";

    public const string Cassandra = "docker.io/library/cassandra";
    public const string CassandraTag = "5.0.5";

    public const string Spark = "docker.io/apache/spark";
    public const string SparkTag = SparkVersion + "-scala2.12-java17-ubuntu";

    /// <summary>Also of the packages that the driver fetches; <c>StreamProcessor/Spark.Dockerfile</c> names it, too.</summary>
    public const string SparkVersion = "3.5.7";
}
