using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace Aspire.Hosting.Docker.Resources.ComposeNodes;

public abstract class NamedComposeMember
{
    public required string Name { get; set; }
}

/// <summary>One container.</summary>
public sealed class Service : NamedComposeMember
{
    internal string? Image { get; set; }

    internal List<string> Entrypoint { get; set; } = [];

    internal List<string> Command { get; set; } = [];

    internal Dictionary<string, string> Environment { get; set; } = [];

    internal List<string> Ports { get; set; } = [];

    internal List<string> Expose { get; set; } = [];

    internal List<Volume> Volumes { get; set; } = [];

    public Dictionary<string, ServiceDependency> DependsOn { get; set; } = [];

    public Healthcheck? Healthcheck { get; set; }

    public string? Restart { get; set; }

    public Service AddVolume(Volume volume)
    {
        Volumes.Add(volume);
        return this;
    }
}
