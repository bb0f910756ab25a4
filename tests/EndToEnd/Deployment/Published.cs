using System.Text.Json;

namespace Streaming.Tests.EndToEnd.Deployment;

/// <summary>
/// What the AppHost publishes: the manifest as azd has it, the manifest with PostgreSQL in a container, and the files for docker compose. It is written into
/// a folder of the repository that is in no commit, so that the paths in it are the same in every checkout.
/// </summary>
public sealed class Published : IAsyncLifetime
{
    public string Folder { get; } = Path.Combine(Repository.Root, "artifacts", $"published-{Guid.NewGuid():N}");

    public string ManifestText { get; private set; } = "";

    public JsonElement Manifest { get; private set; }

    public JsonElement ManifestWithPostgres { get; private set; }

    public ComposeDocument Compose { get; private set; } = null!;

    /// <summary>All that was printed while the manifest was written.</summary>
    public string ManifestOutput { get; private set; } = "";

    public string ComposeFolder => Path.Combine(Folder, "compose");

    public async Task InitializeAsync()
    {
        var file = Path.Combine(Folder, "manifest.json");
        ManifestOutput = await PublishAsync("--publisher", "manifest", "--output-path", file);
        ManifestText = await File.ReadAllTextAsync(file);
        Manifest = JsonDocument.Parse(ManifestText).RootElement;

        await PublishAsync("--publisher", "manifest", "--postgres", "container", "--output-path", file);
        ManifestWithPostgres = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;

        await PublishComposeAsync();
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    public async Task PublishComposeAsync()
    {
        await PublishAsync("--operation", "publish", "--step", "publish", "--output-path", ComposeFolder);
        Compose = ComposeDocument.Read(ComposeFolder);
    }

    public static async Task<string> PublishAsync(params string[] arguments)
    {
        var (exitCode, output) = await AppHostProcess.RunAsync(arguments, new() { ["STREAMING_ENGINE"] = "" });
        Assert.True(exitCode == 0, output);
        return output;
    }
}
