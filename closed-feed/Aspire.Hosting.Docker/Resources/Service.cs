using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace Aspire.Hosting.Docker.Resources.ComposeNodes;

public abstract class NamedComposeMember
{
    public required string Name { get; set; }
}

/// <summary>One container.</summary>
public sealed class Service : NamedComposeMember
{
    public string? Image { get; set; }

    public List<string> Entrypoint { get; set; } = [];

    public List<string> Command { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    public List<string> Ports { get; set; } = [];

    public List<string> Expose { get; set; } = [];

    public List<Volume> Volumes { get; set; } = [];

    public Dictionary<string, ServiceDependency> DependsOn { get; set; } = [];

    public Healthcheck? Healthcheck { get; set; }

    public string? Restart { get; set; }

    public Service AddVolume(Volume volume)
    {
        Volumes.Add(volume);
        return this;
    }
}

public sealed class ServiceDependency
{
    public string? Condition { get; set; }
}
