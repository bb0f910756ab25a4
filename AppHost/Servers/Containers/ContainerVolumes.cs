using System.Security.Cryptography;
using System.Text;
using Streaming.AppHost.Data;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>
/// Names the volumes. Those of a pipeline that runs here go with its data folder, which has their passwords; those of one that is deployed are named by whoever
/// deploys it.
/// </summary>
/// <param name="data">Null where the pipeline is published.</param>
internal sealed class ContainerVolumes(DataFolder? data)
{
    private readonly string _prefix = data is null
        ? "streaming"
        : $"streaming-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.FullPath)))[..8]}";

    public string this[string server] => $"{_prefix}-{server}";
}
