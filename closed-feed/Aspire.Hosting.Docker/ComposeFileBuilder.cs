using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.Docker;

/// <summary>Turns each project and container into a service.</summary>
internal static class ComposeFileBuilder
{
    private static readonly string[] Shells = ["/bin/sh", "/bin/bash", "sh", "bash", "/usr/bin/sh", "/usr/bin/bash"];

    public static ComposeFile Build(PublishedModel model, ComposeVariables variables)
    {
        var file = new ComposeFile();
        var values = new ComposeValues(variables);
        foreach (var published in model.Resources.Where(published => published.Resource is ProjectResource or ContainerResource))
        {
            var service = ServiceOf(published, values, variables);
            file.Services.Add(service.Name, service);
            foreach (var volume in service.Volumes)
                file.Volumes.TryAdd(volume.Name, new Volume { Name = volume.Name, Driver = "local" });
        }

        return file;
    }

    private static Service ServiceOf(PublishedResource published, ComposeValues values, ComposeVariables variables)
    {
        var resource = published.Resource;
        var service = new Service { Name = ServiceName(resource), Image = ImageOf(resource, variables) };
        var entrypoint = (resource as ContainerResource)?.Entrypoint;
        if (entrypoint is not null)
            service.Entrypoint.Add(entrypoint);
        foreach (var arg in published.Args)
            service.Command.Add(Shells.Contains(entrypoint) ? values.Of(arg).Replace("$", "$$", StringComparison.Ordinal) : values.Of(arg));
        // Addresses are plain: there is nobody in the network who would have the certificates for another scheme.
        foreach (var (name, value) in published.Environment)
            service.Environment.Add(name, values.Of(value));
        foreach (var endpoint in published.Endpoints)
            AddPort(service, endpoint, ComposeValues.TargetPort(resource, endpoint));
        foreach (var volume in published.Volumes)
        {
            service.AddVolume(new Volume
            {
                Name = volume.Name,
                Type = "volume",
                Target = volume.Target,
                Source = volume.Name,
                ReadOnly = volume.IsReadOnly,
            });
        }

        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>().Where(wait => wait.Resource is ProjectResource or ContainerResource))
        {
            service.DependsOn[ServiceName(wait.Resource)] = new ServiceDependency
            {
                Condition = wait.WaitType == WaitType.WaitForCompletion ? "service_completed_successfully" : "service_started",
            };
        }

        return service;
    }

    public static string ServiceName(IResource resource) => resource.Name.ToLowerInvariant();

    private static string ImageOf(IResource resource, ComposeVariables variables) => resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image)
        ? image.ToString()
        : variables.Placeholder(resource.Name, "_IMAGE", $"Container image name for {resource.Name}");

    private static void AddPort(Service service, EndpointAnnotation endpoint, string target)
    {
        if (!endpoint.IsExternal)
            service.Expose.Add(target);
        else
            service.Ports.Add(endpoint.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{port}:{target}") : target);
    }
}
