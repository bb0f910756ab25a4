using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace Aspire.Hosting.Docker.Resources;

/// <summary>A compose file: https://docs.docker.com/reference/compose-file/.</summary>
public sealed class ComposeFile
{
    internal const string Network = "aspire";

    public Dictionary<string, Service> Services { get; set; } = [];

    internal Dictionary<string, Volume> Volumes { get; set; } = [];
}
