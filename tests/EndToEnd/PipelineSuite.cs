namespace Streaming.Tests.EndToEnd;

/// <summary>What holds whichever way the servers run; each promise is in a file of its own.</summary>
public abstract partial class PipelineSuite
{
    /// <summary>The value of <c>--servers</c>.</summary>
    protected abstract string Servers { get; }

    /// <summary>The servers that are killed besides the services.</summary>
    protected abstract string[] ServerNames { get; }

    private Task<RunningPipeline> StartAsync(string[] arguments, Dictionary<string, string>? environment = null) =>
        RunningPipeline.StartAsync(arguments, environment, servers: Servers);
}

[SkipReason(nameof(SkipReason))]
public sealed class EmbeddedPipelineTests : PipelineSuite
{
    public static string? SkipReason => PostgresRequirement.SkipReason ?? (RecordedAnswers.FolderOrNull is null ? RecordedAnswers.Absent : null);

    protected override string Servers => "embedded";

    protected override string[] ServerNames => ["postgres"];
}
