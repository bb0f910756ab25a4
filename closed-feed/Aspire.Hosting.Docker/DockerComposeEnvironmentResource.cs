using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.Docker;

/// <summary>A machine that runs <c>docker compose</c>: what is published for it is a compose file and its variables.</summary>
public class DockerComposeEnvironmentResource : Resource, IPublishedEnvironment
{
    private const string ComposeFileName = "docker-compose.yaml";
    private const string VariablesFileName = ".env";

    internal DockerComposeEnvironmentResource(string name)
        : base(name)
    {
    }

    internal List<Action<ComposeFile>> Edits { get; } = [];

    async Task<IReadOnlyList<string>> IPublishedEnvironment.PublishAsync(PublishedModel model, string folder, CancellationToken cancellationToken)
    {
        var variables = new ComposeVariables();
        var file = ComposeFileBuilder.Build(model, variables);
        foreach (var edit in Edits)
            edit(file);

        Directory.CreateDirectory(folder);
        var (compose, environment) = (Path.Combine(folder, ComposeFileName), Path.Combine(folder, VariablesFileName));
        await File.WriteAllTextAsync(compose, ComposeWriter.Write(file), cancellationToken);
        var kept = File.Exists(environment) ? await File.ReadAllLinesAsync(environment, cancellationToken) : [];
        await File.WriteAllTextAsync(environment, variables.Render(kept), cancellationToken);
        return [compose, environment];
    }
}
