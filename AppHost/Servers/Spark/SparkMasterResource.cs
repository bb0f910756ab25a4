namespace Streaming.AppHost.Servers.Spark;

/// <summary>The master of a Spark standalone cluster. What it knows of workers and applications outlives it, in its folder.</summary>
internal sealed class SparkMasterResource(string name, string home, string folder) : SparkProcess(name, home, folder)
{
    /// <summary>As workers have it.</summary>
    public ReferenceExpression Address => ReferenceExpression.Create($"spark://127.0.0.1:{Endpoint.Property(EndpointProperty.Port)}");

    /// <summary>Settings by which a master that is started again goes on with the cluster that there was.</summary>
    public string[] Recovery => ["-Dspark.deploy.recoveryMode=FILESYSTEM", $"-Dspark.deploy.recoveryDirectory={Path.Combine(Folder, "recovery")}"];
}
