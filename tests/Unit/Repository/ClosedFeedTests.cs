using System.Text.Json;

namespace Streaming.Tests.Unit.Repository;

/// <summary>What MSBuild makes of the references on an open and on a closed feed.</summary>
public sealed class ClosedFeedTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly string[] StandIns =
        [.. RepositoryFiles.Projects.Where(project => project.IsStandIn).Select(project => Path.GetFileNameWithoutExtension(project.Path))];

    [Theory]
    [InlineData("Ingestion", "Aspire.Npgsql")]
    [InlineData("StreamProcessor", "Aspire.Npgsql")]
    [InlineData("CassandraSink", "Aspire.Npgsql")]
    [InlineData("Pipeline", "Aspire.Confluent.Kafka")]
    [InlineData("Pipeline", "Confluent.Kafka")]
    [InlineData("SampleSource", null)]
    [InlineData("ServiceDefaults", "OpenTelemetry.Extensions.Hosting")]
    public async Task An_open_feed_gives_the_official_packages(string project, string? official)
    {
        var (packages, projects) = await EvaluateAsync(project, closedFeed: false);
        if (official is not null) Assert.Contains(official, packages);
        Assert.DoesNotContain(projects, reference => reference.Contains("closed-feed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AppHost", "Aspire.Hosting")]
    [InlineData("Ingestion", "Aspire.Npgsql")]
    [InlineData("StreamProcessor", "Aspire.Npgsql")]
    [InlineData("CassandraSink", "Aspire.Npgsql")]
    [InlineData("Pipeline", "Aspire.Confluent.Kafka")]
    [InlineData("Pipeline", "Confluent.Kafka")]
    [InlineData("ServiceDefaults", "OpenTelemetry.Extensions.Hosting")]
    public async Task A_closed_feed_gives_the_stand_ins(string project, string replaced)
    {
        var (packages, projects) = await EvaluateAsync(project, closedFeed: true);
        Assert.Empty(packages.Intersect(StandIns));
        Assert.Contains(projects, reference => reference.EndsWith($"closed-feed/{replaced}/{replaced}.csproj", StringComparison.Ordinal));
    }

    private static async Task<(string[] Packages, string[] Projects)> EvaluateAsync(string project, bool closedFeed)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var output = await Dotnet.RunAsync(
            ["msbuild", $"{project}/{project}.csproj", "-nologo", $"-p:ClosedFeed={closedFeed}", "-getItem:PackageReference", "-getItem:ProjectReference"],
            deadline.Token);
        using var json = JsonDocument.Parse(output);
        var items = json.RootElement.GetProperty("Items");
        return (Identities("PackageReference"), Identities("ProjectReference"));

        string[] Identities(string kind) =>
            [.. items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'))];
    }
}
