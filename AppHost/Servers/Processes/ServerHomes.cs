using Streaming.AppHost.Servers.EmbeddedPostgres;

namespace Streaming.AppHost.Servers.Processes;

/// <summary>The unpacked distributions that the servers are started from, and the Java that they run on.</summary>
/// <param name="Spark">Empty where Spark is not asked for.</param>
internal sealed record ServerHomes(string Java, string Kafka, string Cassandra, string Apicurio, string Spark)
{
    private static readonly (string Variable, string[] Files, string Title)[] Distributions =
    [
        ("KAFKA_HOME", ["libs/kafka_*.jar", "libs/zookeeper-*.jar"],
            "Apache Kafka 3.9, the last version with ZooKeeper (https://kafka.apache.org/downloads)"),
        ("CASSANDRA_HOME", ["bin/cassandra", "conf/cassandra.yaml"], "Apache Cassandra 5.0 (https://cassandra.apache.org/download)"),
        ("APICURIO_HOME", ["apicurio-registry-app-*-runner.jar"], "Apicurio Registry 3 (https://www.apicur.io/registry/download)"),
        ("SPARK_HOME", ["bin/spark-class", "jars/spark-connect_2.12-3.5.*.jar", "jars/spark-sql-kafka-0-10_2.12-3.5.*.jar"],
            "Apache Spark 3.5 for Scala 2.12 with its packages spark-connect and spark-sql-kafka-0-10 in jars (https://spark.apache.org/downloads)"),
    ];

    /// <summary>The registry's program.</summary>
    public string ApicurioJar => Directory.GetFiles(Apicurio, Distributions[2].Files[0])[0];

    /// <summary>The folder of Java, as JAVA_HOME names it.</summary>
    public string JavaHome => Path.GetFullPath(Path.Combine(Java, "..", ".."));

    /// <exception cref="StartRefusedException">Something is missing; the message lists all that is.</exception>
    public static async Task<ServerHomes> FindAsync(Func<string, string?> variable, bool withSpark, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var java = await JavaRuntime.FindAsync(variable, missing, cancellationToken);
        var needed = withSpark ? Distributions : Distributions[..^1];
        var homes = Array.ConvertAll(needed, distribution => Locate(distribution.Variable, distribution.Files, distribution.Title, variable, missing));
        ExpectPostgres(variable, missing);
        if (withSpark && variable("SPARK_REMOTE") is { Length: > 0 } remote)
            missing.Add($"SPARK_REMOTE is {remote}, with which no cluster of Spark's starts. Unset it; the stream processor is given its own.");
        return missing.Count == 0 ? new ServerHomes(java, homes[0], homes[1], homes[2], homes.ElementAtOrDefault(3) ?? "") : throw new StartRefusedException(
            $"--servers processes starts servers from unpacked distributions, and does not find all that it needs:{Environment.NewLine}"
            + string.Concat(missing.Select(line => $"  - {line}{Environment.NewLine}"))
            + "Nothing was started. --servers embedded needs none of them but PostgreSQL.");
    }

    private static string Locate(string name, string[] files, string title, Func<string, string?> variable, List<string> missing)
    {
        var home = variable(name);
        if (string.IsNullOrEmpty(home))
            missing.Add($"{name} is not set. It names the unpacked folder of {title}.");
        else if (Array.Find(files, file => !Exists(home, file)) is { } absent)
            missing.Add($"{name} is {home}, where there is no {absent}. It names the unpacked folder of {title}.");
        else
            return Path.GetFullPath(home);
        return "";
    }

    private static bool Exists(string home, string file)
    {
        var path = Path.Combine(home, file);
        var folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, Path.GetFileName(path)).Any();
    }

    // Without PG_BIN it is looked for on the machine, and fetched where there is none; a wrong PG_BIN is as good as missing.
    private static void ExpectPostgres(Func<string, string?> variable, List<string> missing)
    {
        try
        {
            _ = PostgresBinaries.Locate(variable("PG_BIN"), path: null, systemRoot: "/usr/lib/postgresql");
        }
        catch (StartRefusedException wrong)
        {
            missing.Add(wrong.Message);
        }
    }
}
