using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Builds an application that runs its resources as processes of this machine, or publishes them.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        _host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = options.Args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        Configuration.AddCommandLine(options.Args ?? [], PublishSettings.Switches);
        ExecutionContext = new DistributedApplicationExecutionContext(PublishSettings.OperationOf(Configuration));
        Configuration["AppHost:OtlpApiKey"] ??= RandomNumberGenerator.GetHexString(32, lowercase: true);
        Configuration["AppHost:BrowserToken"] ??= RandomNumberGenerator.GetHexString(32, lowercase: true);

        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(new DistributedApplicationModel(Resources));
        Services.AddSingleton<Publisher>();
        Services.AddSingleton(_ => new ResourceNotificationService());
        Services.AddSingleton(_ => new ResourceLoggerService());
        Services.AddSingleton(services => new ResourceCommandService(services));
        Services.AddSingleton<Watchdog>();
        Services.AddSingleton<HealthMonitor>();
        Services.AddSingleton<DependencyWaiter>();
        Services.AddSingleton<Orchestrator>();
        Services.AddHostedService(services => services.GetRequiredService<Orchestrator>());
        Services.AddHealthChecks();
        Services.AddSingleton(TimeProvider.System);
        // A resource that is not healthy yet is no error of the AppHost's.
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // Stopping is bounded by the orchestrator itself; the host must not give up before it.
        Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));

        if (!options.DisableDashboard && ExecutionContext.IsRunMode)
            DashboardResource.AddTo(this);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (Resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException($"Cannot add resource '{resource.Name}': a resource of that name exists already.");

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource =>
        new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        if (ExecutionContext.IsRunMode)
            Replicas.AddTo(this);
        return new DistributedApplication(_host.Build());
    }
}
