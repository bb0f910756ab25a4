using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Tests.EndToEnd.Deployment;

public sealed partial class ComposeTests(Published published) : IClassFixture<Published>
{
    private IReadOnlyDictionary<string, ComposeDocument.Service> Services => published.Compose.Services;

    [Fact]
    public Task It_is_the_topology_that_the_golden_file_shows() => Golden.AssertAsync("docker-compose.golden.yaml", published.Compose.Text);

    [Fact]
    public void Its_graph_is_the_manifests()
    {
        Assert.Equal(Graph.NodesOf(published.ManifestWithPostgres).Order(), Services.Keys.Order());
        Assert.Equal(Graph.EdgesOf(published.ManifestWithPostgres).Distinct().Order(), Graph.EdgesOf(published.Compose).Order());
        Assert.Contains("kafka -> zookeeper", Graph.EdgesOf(published.Compose));
    }

    [Fact]
    public void Its_services_are_the_manifests()
    {
        foreach (var resource in published.ManifestWithPostgres.GetProperty("resources").EnumerateObject())
        {
            if (!Services.TryGetValue(resource.Name, out var service)) continue;
            if (resource.Value.TryGetProperty("image", out var image)) Assert.Equal(image.GetString(), service.Image);
            if (resource.Value.TryGetProperty("entrypoint", out var entrypoint)) Assert.Equal([entrypoint.GetString()!], service.Entrypoint);
            Assert.Equal(Length(resource.Value, "args"), service.Command.Count);
            Assert.Equal(NamesOf(resource.Value, "env"), service.Environment.Keys);
            Assert.Equal(PortsOf(resource.Value).Order(), service.Ports.Select(port => port.Split(':')[^1]).Concat(service.Expose).Order());
        }
    }

    [Fact]
    public void Every_dependency_is_a_service_and_comes_to_be_as_it_is_waited_for()
    {
        foreach (var (name, service) in Services)
        {
            foreach (var (other, dependency) in service.DependsOn)
            {
                Assert.True(Services.TryGetValue(other, out var server), $"{name} waits for {other}, which is not there.");
                Assert.Equal(server.Restart == "on-failure" ? "service_completed_successfully" : "service_healthy", dependency["condition"]);
                Assert.Equal(dependency["condition"] == "service_healthy", server.Healthcheck is not null);
            }
        }

        Assert.Contains("kafka", Services["registry"].DependsOn.Keys);
        Assert.Contains("setup-log", Services["ingestion"].DependsOn.Keys);
    }

    [Fact]
    public void Who_can_be_reached_has_a_health_check_that_names_a_port_of_his()
    {
        foreach (var (name, service) in Services)
        {
            var ports = service.Ports.Select(port => port.Split(':')[^1]).Concat(service.Expose).ToList();
            Assert.True(service.Healthcheck is not null == ports.Count > 0, $"{name} has the ports {string.Join(", ", ports)}.");
            if (service.Healthcheck is not { } check) continue;
            Assert.Equal(["CMD", "/bin/bash", "-c"], check.Test[..3]);
            var port = ProbedPort.Match(check.Test[3]).Groups[1].Value;
            Assert.Contains(port == "$$HTTP_PORTS" ? service.Environment["HTTP_PORTS"] : port, ports);
        }
    }

    [Fact]
    public void Every_volume_is_declared_and_the_manifests()
    {
        var mounts = (from service in Services
                      from volume in service.Value.Volumes
                      select (Service: service.Key, Source: volume["source"], Target: volume["target"])).ToList();

        Assert.Equal(mounts.Select(mount => mount.Source).Distinct().Order(), published.Compose.File.Volumes.Keys.Order());
        var manifests = from resource in published.ManifestWithPostgres.GetProperty("resources").EnumerateObject()
                        where resource.Value.TryGetProperty("volumes", out _)
                        from volume in resource.Value.GetProperty("volumes").EnumerateArray()
                        select (resource.Name, volume.GetProperty("name").GetString()!, volume.GetProperty("target").GetString()!);
        // A manifest cannot give a project the checkpoint's volume; the compose file does. Where the engine is a container both do.
        Assert.Equal(manifests.Where(IsNotProcessors).Order(), mounts.Where(IsNotProcessors).Order());
        Assert.Single(mounts, mount => !IsNotProcessors(mount));

        static bool IsNotProcessors((string Service, string Source, string Target) mount) => mount.Service != "processor";
    }

    [Fact]
    public void Every_variable_is_in_the_file_of_variables_and_has_no_value()
    {
        var used = Variable.Matches(published.Compose.Text).Select(match => match.Groups[1].Value).Distinct().Order();

        Assert.Equal(used, published.Compose.Variables.Keys.Order());
        Assert.All(published.Compose.Variables, variable => Assert.Equal("", variable.Value));
        Assert.Contains("POSTGRES_PASSWORD", published.Compose.Variables.Keys);
    }

    [Fact]
    public void Every_service_is_in_the_network_and_comes_back()
    {
        Assert.Equal(["aspire"], published.Compose.File.Networks.Keys);
        Assert.All(Services.Values, service => Assert.Equal(["aspire"], service.Networks));
        Assert.All(Services.Values, service => Assert.Contains(service.Restart, new[] { "unless-stopped", "on-failure" }));
    }

    [Fact]
    public void The_push_API_and_the_console_alone_are_reached_from_outside() =>
        Assert.Equal(
            ["console 8090:8080", "ingestion 8080:8080"],
            Services.SelectMany(service => service.Value.Ports.Select(port => $"{service.Key} {port}")).Order());

    [Fact]
    public async Task A_value_that_was_filled_in_is_kept()
    {
        var file = Path.Combine(published.ComposeFolder, ".env");
        var before = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, before.Replace("POSTGRES_PASSWORD=", "POSTGRES_PASSWORD=a=b#c"));
        await published.PublishComposeAsync();

        Assert.Equal("a=b#c", published.Compose.Variables["POSTGRES_PASSWORD"]);
        await File.WriteAllTextAsync(file, before);
        await published.PublishComposeAsync();
    }

    private static int Length(JsonElement resource, string property) => resource.TryGetProperty(property, out var items) ? items.GetArrayLength() : 0;

    private static IEnumerable<string> NamesOf(JsonElement resource, string property) =>
        resource.TryGetProperty(property, out var members) ? members.EnumerateObject().Select(member => member.Name) : [];

    private static IEnumerable<string> PortsOf(JsonElement resource) => resource.TryGetProperty("bindings", out var bindings)
        ? bindings.EnumerateObject().Select(binding => binding.Value.GetProperty("targetPort").GetRawText())
        : [];

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Variable { get; }

    [GeneratedRegex(@"/dev/tcp/127\.0\.0\.1/(\S+)")]
    private static partial Regex ProbedPort { get; }
}
