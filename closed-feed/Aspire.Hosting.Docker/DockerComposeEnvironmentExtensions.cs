using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources;

namespace Aspire.Hosting;

public static class DockerComposeEnvironmentExtensions
{
    /// <summary>Everything of the application is published for <c>docker compose</c>; where it is run, this is nothing.</summary>
    public static IResourceBuilder<DockerComposeEnvironmentResource> AddDockerComposeEnvironment(
        this IDistributedApplicationBuilder builder, string name)
    {
        var environment = new DockerComposeEnvironmentResource(name);
        return builder.ExecutionContext.IsRunMode ? builder.CreateResourceBuilder(environment) : builder.AddResource(environment);
    }

    /// <summary>Whether the Aspire dashboard is a service, too. The stand-in has none.</summary>
    public static IResourceBuilder<DockerComposeEnvironmentResource> WithDashboard(
        this IResourceBuilder<DockerComposeEnvironmentResource> builder, bool enabled = true) => enabled
        ? throw new DistributedApplicationException("The stand-in of Aspire.Hosting.Docker publishes no dashboard: WithDashboard(false).")
        : builder;

    /// <summary>The last word on the file.</summary>
    public static IResourceBuilder<DockerComposeEnvironmentResource> ConfigureComposeFile(
        this IResourceBuilder<DockerComposeEnvironmentResource> builder, Action<ComposeFile> configure)
    {
        builder.Resource.Edits.Add(configure);
        return builder;
    }
}
