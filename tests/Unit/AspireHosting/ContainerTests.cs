using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Publishing;

namespace Streaming.Tests.Unit.AspireHosting;

public sealed class ContainerTests
{
    private static readonly OtlpSettings NoTelemetry = new(Endpoint: null, ApiKey: null, IsDevelopment: false);

    private readonly DistributedApplicationBuilder _builder = new(new DistributedApplicationOptions { DisableDashboard = true });

    private readonly DistributedApplicationBuilder _publishing =
        new(new DistributedApplicationOptions { Args = ["--publisher", "manifest", "--output-path", "x.json"] });

    [Fact]
    public async Task A_container_cannot_be_run_without_a_container_engine()
    {
        var container = _builder.AddResource(new ContainerResource("server")).WithImage("image", "1.0");

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => LaunchPlanner.PlanAsync(container.Resource, _builder.ExecutionContext, NoTelemetry, CancellationToken.None));

        Assert.Contains("'server' needs a container engine", fault.Message);
    }

    [Theory]
    [InlineData(true, "--publisher", "manifest")]
    [InlineData(true, "--operation", "publish", "--step", "publish")]
    [InlineData(false, "--operation", "run", "--publisher", "manifest")]
    [InlineData(false)]
    public void The_command_line_says_whether_it_is_published(bool isPublished, params string[] args)
    {
        var builder = new DistributedApplicationBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });

        Assert.Equal(isPublished, builder.ExecutionContext.IsPublishMode);
    }

    [Fact]
    public async Task In_publish_mode_values_are_expressions_and_nothing_has_a_value()
    {
        var password = _publishing.AddParameter("password", secret: true);
        var server = _publishing.AddResource(new ContainerResource("server")).WithImage("image", "1.0").WithHttpEndpoint(targetPort: 80)
            .WithEnvironment("PASSWORD", password);
        var database = _publishing.AddConnectionString("database");
        _publishing.AddResource(new ContainerResource("client")).WithImage("image").WithReference(database)
            .WithReference(server.GetEndpoint("http")).WithArgs("--server", server.GetEndpoint("http").Property(EndpointProperty.HostAndPort));

        var resources = await ManifestAsync();

        Assert.Equal("{password.value}", resources.GetProperty("server").GetProperty("env").GetProperty("PASSWORD").GetString());
        var client = resources.GetProperty("client");
        Assert.Equal("{server.bindings.http.url}", client.GetProperty("env").GetProperty("services__server__http__0").GetString());
        Assert.Equal("{database.connectionString}", client.GetProperty("env").GetProperty("ConnectionStrings__database").GetString());
        Assert.Equal("{server.bindings.http.host}:{server.bindings.http.port}", client.GetProperty("args")[1].GetString());
        Assert.Equal("{database.value}", resources.GetProperty("database").GetProperty("connectionString").GetString());
    }

    [Fact]
    public async Task An_image_that_is_built_is_told_by_its_Dockerfile()
    {
        _publishing.AddDockerfile("engine", "/src/repository", "Engine/Dockerfile").WithVolume("data", "/data");

        var engine = (await ManifestAsync()).GetProperty("engine");

        Assert.Equal("container.v1", engine.GetProperty("type").GetString());
        Assert.Equal("repository", engine.GetProperty("build").GetProperty("context").GetString());
        Assert.Equal("repository/Engine/Dockerfile", engine.GetProperty("build").GetProperty("dockerfile").GetString());
    }

    private async Task<JsonElement> ManifestAsync()
    {
        var model = await PublishedModel.OfAsync(_publishing.Resources, _publishing.ExecutionContext, CancellationToken.None);
        return JsonDocument.Parse(ManifestWriter.Write(model, folder: "/src")).RootElement.GetProperty("resources");
    }
}
