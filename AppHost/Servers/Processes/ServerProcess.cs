namespace Streaming.AppHost.Servers.Processes;

/// <summary>A server that is a process of this machine, in a folder of its own.</summary>
internal abstract class ServerProcess(string name, string command, string folder) : ExecutableResource(name, command, folder)
{
    /// <summary>All that the server keeps; its working directory, too, by which its processes are known.</summary>
    public string Folder => WorkingDirectory;

    public abstract EndpointReference Endpoint { get; }

    /// <summary>The files that the server reads, by their paths in the folder. Written before each start, so what they say is only here.</summary>
    public virtual IEnumerable<(string Path, string Content)> Files => [];

    /// <summary>What is to be waited for before a start, beyond other servers' health.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
