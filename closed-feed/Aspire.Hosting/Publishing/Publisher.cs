using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Publishing;

/// <summary>An environment that is published to files of its own.</summary>
internal interface IPublishedEnvironment : IResource
{
    /// <returns>The files written.</returns>
    Task<IReadOnlyList<string>> PublishAsync(PublishedModel model, string folder, CancellationToken cancellationToken);
}

/// <summary>Writes what is published, in place of running the application.</summary>
internal sealed class Publisher(DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext, IConfiguration configuration)
{
    private const string DefaultFolder = "aspire-output";
    private const string DefaultFile = "aspire-manifest.json";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var settings = PublishSettings.From(configuration);
        var published = await PublishedModel.OfAsync(model.Resources, executionContext, cancellationToken);
        var files = settings.Step switch
        {
            PublishSettings.Manifest => await WriteManifestAsync(published, settings.OutputPath, cancellationToken),
            PublishSettings.Environments => await WriteEnvironmentsAsync(published, settings.OutputPath ?? DefaultFolder, cancellationToken),
            var other => throw new DistributedApplicationException(
                $"--step {other} is not in the stand-in of Aspire.Hosting: it has {PublishSettings.Environments} and {PublishSettings.Manifest}."),
        };
        foreach (var file in files)
            Console.Out.WriteLine($"Published {Path.GetFullPath(file)}");
    }

    private static async Task<IReadOnlyList<string>> WriteManifestAsync(PublishedModel published, string? output, CancellationToken cancellationToken)
    {
        if (output is null)
            throw new DistributedApplicationException("The manifest needs --output-path, the file that it is written to.");
        var file = Path.GetFullPath(output.EndsWith(".json", StringComparison.Ordinal) ? output : Path.Combine(output, DefaultFile));
        var folder = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(file, ManifestWriter.Write(published, folder), cancellationToken);
        return [file];
    }

    private async Task<IReadOnlyList<string>> WriteEnvironmentsAsync(PublishedModel published, string output, CancellationToken cancellationToken)
    {
        var environments = model.Resources.OfType<IPublishedEnvironment>().ToList();
        if (environments.Count == 0)
            throw new DistributedApplicationException("The application has no environment, such as AddDockerComposeEnvironment adds, to publish to.");
        var files = new List<string>();
        foreach (var environment in environments)
        {
            var folder = Path.GetFullPath(environments.Count == 1 ? output : Path.Combine(output, environment.Name));
            files.AddRange(await environment.PublishAsync(published, folder, cancellationToken));
        }

        return files;
    }
}
