using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>How a project is started: its built assembly itself, in the AppHost's configuration; <c>dotnet run</c> costs seconds a project.</summary>
internal static class ProjectCommand
{
    private static readonly string DotNet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static LaunchPlan For(ProjectResource project, IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment)
    {
        if (!project.TryGetLastAnnotation<IProjectMetadata>(out var metadata))
            throw new DistributedApplicationException($"The resource '{project.Name}' names no project.");

        var path = metadata.ProjectPath;
        var folder = Path.GetDirectoryName(path)!;
        var (configuration, framework) = OwnOutput();
        var assembly = Path.Combine(folder, "bin", configuration, framework, $"{Path.GetFileNameWithoutExtension(path)}.dll");
        return File.Exists(assembly)
            ? new LaunchPlan(DotNet, [assembly, .. args], folder, environment)
            : new LaunchPlan(DotNet, [.. Run(metadata, configuration), .. args], folder, environment);
    }

    private static string[] Run(IProjectMetadata metadata, string configuration) =>
    [
        "run", "--project", metadata.ProjectPath, .. metadata.SuppressBuild ? ["--no-build"] : Array.Empty<string>(),
        "--configuration", configuration, "--no-launch-profile", "--",
    ];

    // The AppHost runs out of bin/<configuration>/<framework>/.
    private static (string Configuration, string Framework) OwnOutput()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return (output.Parent?.Name ?? "Debug", output.Name);
    }
}
