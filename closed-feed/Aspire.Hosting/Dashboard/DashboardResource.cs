using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Streaming.AppHost.Servers;

namespace Aspire.Hosting.Dashboard;

/// <summary>The Aspire dashboard, run by the Aspire CLI out of npm, whose package is installed into a cache when first needed.</summary>
internal static class DashboardResource
{
    private const string Name = "aspire-dashboard";
    private const string FrontendKey = "ASPNETCORE_URLS";
    private const string OtlpKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";

    public static void AddTo(DistributedApplicationBuilder builder)
    {
        var package = NpmPackage.FromResources(typeof(DashboardResource).Assembly, "dashboard", "the Aspire dashboard");
        var command = Path.Combine(package.Folder, "node_modules/@microsoft/aspire-cli-linux-x64/bin/aspire");
        var configuration = builder.Configuration;
        var frontend = configuration[FrontendKey] ??= $"http://127.0.0.1:{Ports.FindFree()}";
        var otlp = package.Unavailable is null ? configuration[OtlpKey] ??= $"http://127.0.0.1:{Ports.FindFree()}" : null;

        var dashboard = builder.AddResource(new ExecutableResource(Name, command, Path.GetTempPath()))
            .WithAnnotation(EndpointAt("http", new Uri(frontend)))
            .WithHttpHealthCheck("/login")
            .OnBeforeResourceStarted((_, _, token) => package.InstallAsync(Console.WriteLine, token));
        if (otlp is null)
            return;

        dashboard
            .WithAnnotation(EndpointAt("otlp-grpc", new Uri(otlp)))
            .WithArgs("dashboard", "run", "--frontend-url", frontend, "--otlp-grpc-url", otlp,
                "--otlp-http-url", $"http://127.0.0.1:{Ports.FindFree()}", "--non-interactive", "--nologo")
            .WithEnvironment("DASHBOARD__FRONTEND__AUTHMODE", "BrowserToken")
            .WithEnvironment("DASHBOARD__FRONTEND__BROWSERTOKEN", configuration["AppHost:BrowserToken"])
            .WithEnvironment("DASHBOARD__OTLP__AUTHMODE", "ApiKey")
            .WithEnvironment("DASHBOARD__OTLP__PRIMARYAPIKEY", configuration["AppHost:OtlpApiKey"]);
    }

    private static EndpointAnnotation EndpointAt(string name, Uri address) =>
        new(ProtocolType.Tcp, address.Scheme, name: name, port: address.Port) { TargetHost = address.Host };
}
