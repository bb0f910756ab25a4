namespace Streaming.Tests.Integration.Servers;

/// <summary>Tests that run one by one after all others: a Spark cluster takes the whole machine, and others have deadlines.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class SparkCollection
{
    public const string Name = "Spark";
}
