namespace Streaming.AppHost.Servers.Spark;

/// <summary>The bridge to Spark that the official Microsoft.Spark brings along, as a jar that its package puts beside the program.</summary>
internal static class DotnetRunner
{
    /// <summary>The jar for Spark 3.5 in the project's output; null where the project was built with the stand-in, which needs none.</summary>
    public static string? FindBeside<TProject>() where TProject : IProjectMetadata, new()
    {
        // The output of every project lies under its folder as this program's does under the AppHost's: bin/CONFIGURATION/FRAMEWORK.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(Path.GetDirectoryName(new TProject().ProjectPath)!, "bin", own.Parent!.Name, own.Name);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "microsoft-spark-3-5_*.jar").FirstOrDefault() : null;
    }
}
