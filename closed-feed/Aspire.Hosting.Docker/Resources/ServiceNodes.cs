using Aspire.Hosting.Docker.Resources.ComposeNodes;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes;

public sealed class Healthcheck
{
    public List<string> Test { get; set; } = [];

    public required string Interval { get; set; }

    public required string Timeout { get; set; }

    public int? Retries { get; set; }

    public required string StartPeriod { get; set; }
}

/// <summary>A volume of the file, or where a service has it.</summary>
public sealed class Volume : NamedComposeMember
{
    public string? Type { get; set; }

    internal string? Driver { get; set; }

    public string? Source { get; set; }

    public string? Target { get; set; }

    public bool? ReadOnly { get; set; }
}

public sealed class ServiceDependency
{
    public string? Condition { get; set; }
}
