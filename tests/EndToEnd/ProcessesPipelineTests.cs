using Streaming.Tests.Harness.Servers;

namespace Streaming.Tests.EndToEnd;

[SkipReason(nameof(SkipReason))]
public sealed class ProcessesPipelineTests : PipelineSuite
{
    public static string? SkipReason =>
        EmbeddedPipelineTests.SkipReason ?? ServerHomes.SkipReason(ServerHomes.Kafka, ServerHomes.Cassandra, ServerHomes.Apicurio);

    protected override string Servers => "processes";

    protected override string[] ServerNames => ["zookeeper", "kafka", "registry", "cassandra", "postgres"];
}
