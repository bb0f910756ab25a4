using Streaming.AppHost.CommandLine;

namespace Streaming.AppHost.Deployment;

/// <summary>What the one who deploys it has to know before.</summary>
internal static class DeploymentWarnings
{
    public static void Print(Publication publication, HostOptions options)
    {
        Console.Error.WriteLine("Before you deploy it:");
        foreach (var warning in Of(publication, options)) Console.Error.WriteLine($"  - {warning}");
    }

    public static IEnumerable<string> Of(Publication publication, HostOptions options)
    {
        yield return "There is one broker, one ZooKeeper and one Cassandra node: while one is restarted the pipeline waits, and its disk is the only copy.";
        yield return "The servers talk plain text and ask nobody who he is: keep their network closed. Only the push API and the console are reached "
            + "from outside, by key and by token.";
        if (options.WithSampleSource)
            yield return "Users come from the sample source. --source names a real one.";
        foreach (var warning in publication.IsManifest ? OfAzure(publication, options) : OfCompose())
            yield return warning;
    }

    private static IEnumerable<string> OfAzure(Publication publication, HostOptions options)
    {
        yield return publication.WithPostgres
            ? "PostgreSQL does not start on a volume of Azure Container Apps, a file share without owners and permissions: publish with "
                + "--postgres external."
            : "PostgreSQL is not part of it: its data does not keep on a volume of Azure Container Apps. Make a managed one (flexible server, "
                + "wal_level=logical, a user with REPLICATION) and give its connection string as the parameter streaming.";
        yield return "The volumes of ZooKeeper, Kafka and Cassandra become Azure file shares: slow, and not made for databases. For data that matters "
            + "have managed servers and give their connection strings.";
        yield return "Container Apps has no steps: setup-log, setup-tables and setup-console are started again each time they end. They change nothing then.";
        if (options.Spark is not null)
        {
            yield return "Spark's driver, workers and executors talk on ports that Container Apps does not open between apps: the engine does not work there. "
                + $"Set {HostCommand.EngineVariable}=inprocess.";
        }
    }

    private static IEnumerable<string> OfCompose()
    {
        yield return "It is one machine: what it loses is lost. The push API and the console are plain http: put a proxy with TLS before them.";
        yield return "Fill in .env: a password, a key and a token of 16 characters or more, and the images, which `dotnet publish -t:PublishContainer` makes.";
    }
}
