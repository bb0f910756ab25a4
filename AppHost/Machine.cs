using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Data;
using Streaming.AppHost.Servers.Containers;
using Streaming.AppHost.Servers.EmbeddedPostgres;
using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost;

/// <summary>What the pipeline takes of this machine: where it is published, nothing.</summary>
/// <param name="Data">Null where the pipeline is published.</param>
/// <param name="Homes">The distributions of the servers that are processes.</param>
/// <param name="Cluster">The files of PostgreSQL, where it is a process.</param>
internal sealed record Machine(DataFolder? Data, ServerHomes? Homes, PostgresCluster? Cluster) : IDisposable
{
    /// <summary>Looks for all that is needed before anything is made; the folder of data comes last.</summary>
    /// <exception cref="StartRefusedException">Something is missing, taken or full.</exception>
    public static async Task<Machine> PrepareAsync(HostOptions options, CancellationToken cancellationToken)
    {
        if (options.Publication is not null) return new Machine(null, null, null);
        if (options.Servers == ServersWay.Containers) ContainerEngine.Require();
        var homes = options.Servers == ServersWay.Processes
            ? await ServerHomes.FindAsync(Environment.GetEnvironmentVariable, withSpark: options.Spark is not null, cancellationToken)
            : null;
        LoopbackPort.RefuseTaken(options);
        var data = DataFolder.Open(options.DataFolder, options.NeededDiskBytes);
        try
        {
            return new Machine(data, homes, options.Servers == ServersWay.Containers ? null : await PostgresCluster.PrepareAsync(data, cancellationToken));
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    public void Dispose() => Data?.Dispose();
}
