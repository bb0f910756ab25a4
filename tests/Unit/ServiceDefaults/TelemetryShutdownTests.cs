using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Streaming.Tests.Unit.ServiceDefaults;

public sealed class TelemetryShutdownTests
{
    /// <summary>What each of the providers alone would wait for; a machine that is busy may take its time up to here.</summary>
    private static readonly TimeSpan ProvidersOwnLimit = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_collector_that_is_gone_does_not_hold_a_stop_up_for_as_long_as_the_providers_would_wait(bool listens)
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var address = $"http://{collector.LocalEndpoint}";
        if (!listens) collector.Stop();

        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
        builder.Configuration["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        builder.AddServiceDefaults();
        var app = builder.Build();
        await app.StartAsync();
        using (var source = new ActivitySource("Streaming.Unit.Shutdown"))
            source.StartActivity("unsent")?.Dispose();
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Unsent").LogWarning("unsent");

        var started = Stopwatch.GetTimestamp();
        await app.StopAsync();
        await app.DisposeAsync();
        var took = Stopwatch.GetElapsedTime(started);

        Assert.True(took < ProvidersOwnLimit, $"The stop took {took.TotalSeconds:F1} s.");
    }
}
