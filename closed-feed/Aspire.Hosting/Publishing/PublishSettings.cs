using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Publishing;

/// <summary>What is to be published, as the command line says.</summary>
internal sealed record PublishSettings(string Step, string? OutputPath)
{
    /// <summary>The manifest that azd reads.</summary>
    public const string Manifest = "publish-manifest";

    /// <summary>The files of every environment of the application.</summary>
    public const string Environments = "publish";

    private const string Operation = "AppHost:Operation";
    private const string Publisher = "Publishing:Publisher";
    private const string StepName = "Pipeline:Step";
    private const string Output = "Pipeline:OutputPath";

    /// <summary>The options of the command line, and the keys of the configuration that they set.</summary>
    public static readonly Dictionary<string, string> Switches = new()
    {
        ["--operation"] = Operation,
        ["--publisher"] = Publisher,
        ["--step"] = StepName,
        ["--output-path"] = Output,
        ["--log-level"] = "Pipeline:LogLevel",
        ["--include-exception-details"] = "Pipeline:IncludeExceptionDetails",
        ["--clear-cache"] = "Pipeline:ClearCache",
    };

    public static DistributedApplicationOperation OperationOf(IConfiguration configuration) => configuration[Operation]?.ToUpperInvariant() switch
    {
        "RUN" => DistributedApplicationOperation.Run,
        "PUBLISH" => DistributedApplicationOperation.Publish,
        null => configuration[Publisher] is null ? DistributedApplicationOperation.Run : DistributedApplicationOperation.Publish,
        var other => throw new DistributedApplicationException($"--operation {other} is neither run nor publish."),
    };

    public static PublishSettings From(IConfiguration configuration) => new(
        configuration[StepName] ?? (configuration[Publisher] is null or "manifest" ? Manifest : Environments), configuration[Output]);
}
