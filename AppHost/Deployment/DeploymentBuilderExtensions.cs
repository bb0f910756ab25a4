using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Streaming.AppHost.CommandLine;
using Streaming.AppHost.Servers.Containers;
using Streaming.AppHost.Servers.Spark;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost.Deployment;

internal static class DeploymentBuilderExtensions
{
    private const string Started = "service_started";
    private const string Healthy = "service_healthy";

    /// <summary>Adds what the place of the deployment needs, and tells what will not survive there.</summary>
    public static void AddDeployment(this IDistributedApplicationBuilder builder, Publication publication, HostOptions options, SparkCluster? spark)
    {
        DeploymentWarnings.Print(publication, options);
        // With an environment of its own the manifest would be one of that environment's services, which azd does not know.
        if (publication.IsManifest) return;
        builder.AddDockerComposeEnvironment("compose")
            // Its image is a nightly build's, of no fixed version.
            .WithDashboard(enabled: false)
            .ConfigureComposeFile(file => Complete(file, builder.Resources, spark));
    }

    // Aspire takes neither health checks nor restarts over into a compose file.
    private static void Complete(ComposeFile file, IEnumerable<IResource> resources, SparkCluster? spark)
    {
        foreach (var resource in resources)
        {
            if (!file.Services.TryGetValue(resource.Name.ToLowerInvariant(), out var service)) continue;
            if (HealthOf(resource) is { } health) service.Healthcheck = CheckOf(health);
            var isStep = resource.TryGetLastAnnotation<RestartAnnotation>(out var restart) && restart.Policy == RestartPolicy.UntilItSucceeds;
            service.Restart = isStep ? "on-failure" : "unless-stopped";
        }

        foreach (var (name, dependency) in file.Services.Values.SelectMany(service => service.DependsOn))
        {
            if (dependency.Condition == Started && file.Services[name].Healthcheck is not null) dependency.Condition = Healthy;
        }

        if (spark?.CheckpointVolume is var (volume, target)) AddCheckpoint(file.Services["processor"], volume, target);
    }

    private static ContainerHealth? HealthOf(IResource resource) =>
        resource.TryGetLastAnnotation<ContainerHealth>(out var health) ? health
        : resource is IResourceWithEndpoints service && service.GetEndpoint("http").Exists ? ContainerHealth.Answers("$HTTP_PORTS", "/health")
        : null;

    // A dollar begins a variable of docker compose's, two of them are one.
    private static Healthcheck CheckOf(ContainerHealth health) => new()
    {
        Test = ["CMD", "/bin/bash", "-c", health.Script.Replace("$", "$$", StringComparison.Ordinal)],
        Interval = "5s",
        Timeout = "5s",
        Retries = 6,
        // Spark's driver fetches packages first.
        StartPeriod = "180s",
    };

    // The stream processor commits the group's offsets from it. Aspire gives projects no volumes.
    private static void AddCheckpoint(Service processor, string volume, string target) => processor.AddVolume(
        new Volume { Name = volume, Type = "volume", Source = volume, Target = target, ReadOnly = false });
}
