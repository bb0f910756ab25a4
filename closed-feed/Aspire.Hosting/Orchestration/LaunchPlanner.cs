using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Turns a resource and its annotations into a command, its arguments and its variables.</summary>
internal static class LaunchPlanner
{
    public static async Task<LaunchPlan> PlanAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, OtlpSettings otlp, CancellationToken cancellationToken)
    {
        var args = await ArgumentsAsync(resource, cancellationToken);
        var environment = await EnvironmentAsync(resource, executionContext, otlp, cancellationToken);
        return resource switch
        {
            ProjectResource project => ProjectCommand.For(project, args, environment),
            ExecutableResource executable => new LaunchPlan(executable.Command, args, executable.WorkingDirectory, environment),
            ContainerResource container => throw new DistributedApplicationException($"The container '{container.Name}' needs a container engine."),
            _ => throw new DistributedApplicationException($"The resource '{resource.Name}' is not a process."),
        };
    }

    public static async Task<Dictionary<string, string>> EnvironmentAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, OtlpSettings otlp, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, object>();
        if (resource is ProjectResource project)
        {
            ProjectEnvironment.AddDefaults(project, variables);
            otlp.AddTo(resource.Name, variables);
        }

        var context = new EnvironmentCallbackContext(executionContext, resource, variables, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);

        var resolved = new Dictionary<string, string>(variables.Count);
        foreach (var (name, value) in variables)
            resolved[name] = await ResolveAsync(value, cancellationToken);
        return resolved;
    }

    public static async Task<List<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);

        var args = new List<string>(context.Args.Count);
        foreach (var arg in context.Args)
            args.Add(await ResolveAsync(arg, cancellationToken));
        return args;
    }

    private static async Task<string> ResolveAsync(object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken) ?? "",
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? "",
        _ => value.ToString() ?? "",
    };
}
