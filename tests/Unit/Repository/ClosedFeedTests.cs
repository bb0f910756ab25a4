using System.Xml.Linq;

namespace Streaming.Tests.Unit.Repository;

/// <summary>What MSBuild makes of the references on an open and on a closed feed.</summary>
public sealed class ClosedFeedTests : IClassFixture<ReferenceGraphs>
{
    private const string AppHost = "AppHost/AppHost.csproj";

    private static readonly string[] Official =
    [
        "Aspire.Confluent.Kafka", "Aspire.Npgsql", "CassandraCSharpDriver", "Confluent.Kafka", "Microsoft.Spark", "OpenTelemetry.Extensions.Hosting",
    ];

    private static readonly string[] OfficialOfAppHost = ["Aspire.Hosting", "Aspire.Hosting.Docker", "Aspire.Hosting.PostgreSQL"];

    private readonly ReferenceGraphs _graphs;

    public ClosedFeedTests(ReferenceGraphs graphs) => _graphs = graphs;

    [Fact]
    public async Task An_open_feed_gives_the_official_packages_and_no_stand_in()
    {
        var graph = await _graphs.OpenFeed;
        var reached = graph.Reach(Own.Except([AppHost]).Concat(OfAppHost("ProjectReference").Select(InAppHost)));

        Assert.DoesNotContain(reached, IsStandIn);
        Assert.Empty(Official.Except(reached.SelectMany(graph.Packages)));
        Assert.Empty(OfficialOfAppHost.Except(OfAppHost("PackageReference")));
    }

    [Fact]
    public async Task A_closed_feed_gives_the_stand_ins_and_none_of_their_packages()
    {
        var graph = await _graphs.ClosedFeed;
        var reached = graph.Reach(Own);

        string[] replaced = [.. OfficialOfAppHost, .. Official];
        Assert.Empty(replaced.Select(package => $"closed-feed/{package}/{package}.csproj").Except(reached));
        Assert.Empty(reached.SelectMany(graph.Packages).Intersect(replaced));
    }

    [Fact]
    public async Task Each_package_of_an_open_feed_has_a_version()
    {
        var graph = await _graphs.OpenFeed;
        Assert.Empty(graph.Reach(Own.Except([AppHost])).SelectMany(graph.Packages).Concat(OfAppHost("PackageReference")).Except(graph.Versions));
    }

    /// <summary>An SDK is resolved before any condition in the project is read, unless it is imported under one.</summary>
    [Fact]
    public void The_SDK_of_the_AppHost_is_asked_for_on_an_open_feed_only()
    {
        var imports = AppHostFile.Descendants("Import").Where(import => import.Attribute("Sdk")?.Value == "Aspire.AppHost.Sdk").ToList();
        Assert.Equal(["Sdk.props", "Sdk.targets"], imports.Select(import => import.Attribute("Project")?.Value));
        Assert.All(imports, import => Assert.Equal("'$(ClosedFeed)' != 'true'", import.Attribute("Condition")?.Value));
    }

    private static XDocument AppHostFile => XDocument.Parse(RepositoryFiles.Projects.Single(project => project.Path == AppHost).Text);

    private static IEnumerable<string> Own => RepositoryFiles.Projects.Where(project => !project.IsStandIn).Select(project => project.Path);

    private static bool IsStandIn(string project) => project.StartsWith("closed-feed/", StringComparison.Ordinal);

    /// <summary>What is read from the file alone: without its SDK the project cannot be evaluated.</summary>
    private static IEnumerable<string> OfAppHost(string kind) =>
        AppHostFile.Descendants(kind).Select(item => item.Attribute("Include")!.Value);

    private static string InAppHost(string reference) => Path.GetRelativePath(".", Path.Combine("AppHost", reference)).Replace('\\', '/');
}
