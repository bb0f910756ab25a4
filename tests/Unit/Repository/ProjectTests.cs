using System.Xml.Linq;

namespace Streaming.Tests.Unit.Repository;

public sealed class ProjectTests
{
    private static readonly string[] Shared = ["Pipeline", "ServiceDefaults"];

    public static TheoryData<string> Services => ["Ingestion", "StreamProcessor", "CassandraSink", "SampleSource", "Console"];

    [Fact]
    public void No_project_names_the_version_of_a_package() => Assert.Empty(
        from project in RepositoryFiles.Projects
        from reference in Elements(project, "PackageReference")
        where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null || reference.Elements().Any()
        select $"{project.Path}: {reference}");

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_references_what_is_shared_and_no_other_service(string service) =>
        Assert.Empty(References(Project(service)).Except(Shared));

    [Fact]
    public void What_is_shared_references_no_service() =>
        Assert.Empty(Shared.SelectMany(shared => References(Project(shared))).Except(Shared));

    [Fact]
    public void The_AppHost_names_the_official_package_and_its_SDK()
    {
        var appHost = Project("AppHost");
        Assert.Contains("Aspire.Hosting", Elements(appHost, "PackageReference").Select(reference => reference.Attribute("Include")!.Value));
        Assert.Contains("Aspire.AppHost.Sdk", Elements(appHost, "Import").Select(import => import.Attribute("Sdk")?.Value));
    }

    [Fact]
    public void No_project_outside_closed_feed_knows_of_it() =>
        Assert.DoesNotContain(RepositoryFiles.Projects, project => !project.IsStandIn && project.Text.Contains("closed-feed", StringComparison.Ordinal));

    private static RepositoryFile Project(string name) => RepositoryFiles.Projects.Single(project => project.Path == $"{name}/{name}.csproj");

    private static IEnumerable<string> References(RepositoryFile project) =>
        Elements(project, "ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    private static IEnumerable<XElement> Elements(RepositoryFile project, string name) => XDocument.Parse(project.Text).Descendants(name);
}
