using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Streaming.Tests.Unit.ServiceDefaults;

public sealed class ServiceDefaultsTests
{
    [Fact]
    public async Task Health_names_each_check_with_its_status_and_description()
    {
        await using var app = await StartAsync(builder => builder.Services.AddHealthChecks()
            .AddCheck("relay", () => HealthCheckResult.Unhealthy("The replication slot is lost.")));

        using var response = await app.GetTestClient().GetAsync("/health");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("Unhealthy", body.RootElement.GetProperty("status").GetString());
        var checks = body.RootElement.GetProperty("checks");
        Assert.Equal("The replication slot is lost.", checks.GetProperty("relay").GetProperty("description").GetString());
        Assert.Equal("Healthy", checks.GetProperty("self").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Alive_asks_only_the_live_checks()
    {
        await using var app = await StartAsync(builder => builder.Services.AddHealthChecks()
            .AddCheck("relay", () => HealthCheckResult.Unhealthy()));

        Assert.Equal(HttpStatusCode.OK, (await app.GetTestClient().GetAsync("/alive")).StatusCode);
    }

    [Fact]
    public async Task Requests_are_traced_by_route_but_health_and_metrics_are_not()
    {
        using var spans = new RecordedSpans();
        // Other tests' spans are listened to as well, and would use up what the default sampler takes in a second.
        await using var app = await StartAsync(
            builder => builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(spans))),
            "--OTEL_TRACES_SAMPLER=parentbased_always_on");

        var client = app.GetTestClient();
        client.BaseAddress = new Uri($"http://{RecordedSpans.Host}");
        foreach (var path in (string[])["/health", "/alive", "/metrics", "/users/7"])
            (await client.GetAsync(path)).Dispose();

        var span = await spans.First.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, spans.Count);
        Assert.Equal("GET /users/{id}", span.DisplayName);
        Assert.Equal("/users/{id}", span.GetTagItem("http.route"));
        Assert.Equal(200, span.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task Sources_and_meters_of_the_pipeline_are_listened_to()
    {
        using var metrics = new RecordedMetrics();
        await using var app = await StartAsync(builder => builder.Services.AddOpenTelemetry()
            .WithMetrics(provider => provider.AddReader(new BaseExportingMetricReader(metrics))));
        using var source = new ActivitySource("Streaming.Unit.Trace");
        using var meter = new Meter("Streaming.Unit.Metric");

        meter.CreateCounter<long>("events").Add(3);
        app.Services.GetRequiredService<MeterProvider>().ForceFlush(1000);

        Assert.True(source.HasListeners());
        Assert.Contains("events", metrics.Names);
        Assert.Contains("dotnet.process.memory.working_set", metrics.Names);
    }

    [Theory]
    [InlineData("http://sample-source/api/?page=2", "http://127.0.0.1:4711/api/?page=2")]
    [InlineData("http://elsewhere/api/", "http://elsewhere/api/")]
    [InlineData("http://sample-source:99/api/", "http://sample-source:99/api/")]
    public async Task A_service_is_found_by_its_name(string asked, string sent)
    {
        var server = new ScriptedServer().Answers(HttpStatusCode.OK);
        await using var app = await StartAsync(builder =>
        {
            builder.Configuration["services:sample-source:http:0"] = "http://127.0.0.1:4711";
            builder.Services.AddHttpClient("test").ConfigurePrimaryHttpMessageHandler(() => server);
        });

        using var response = await app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("test").GetAsync(new Uri(asked));

        Assert.Equal(new Uri(sent), server.LastAddress);
    }

    [Fact]
    public async Task Requests_are_logged_only_where_configuration_asks_for_it()
    {
        await using var quiet = await StartAsync(_ => { });
        await using var loud = await StartAsync(builder => builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore"] = "Information");

        Assert.False(LogsRequests(quiet));
        Assert.True(LogsRequests(loud));
        Assert.Equal(ConsoleFormatterNames.Simple, quiet.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);

        static bool LogsRequests(WebApplication app) =>
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information);
    }

    [Fact]
    public async Task Commands_to_the_database_are_neither_logged_nor_traced()
    {
        await using var app = await StartAsync(_ => { });

        Assert.False(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Npgsql.Command").IsEnabled(LogLevel.Information));
        Assert.Equal("True", app.Configuration["Aspire:Npgsql:DisableTracing"]);
    }

    private static async Task<WebApplication> StartAsync(Action<WebApplicationBuilder> configure, params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        builder.WebHost.UseTestServer();
        builder.AddServiceDefaults();
        configure(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/users/{id}", (int id) => id);
        await app.StartAsync();
        return app;
    }

    private sealed class RecordedMetrics : BaseExporter<Metric>
    {
        public List<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
                Names.Add(metric.Name);
            return ExportResult.Success;
        }
    }

    // Other tests answer requests in this process at the same time; ours are told by their host.
    private sealed class RecordedSpans : BaseExporter<Activity>
    {
        public const string Host = "traced";

        private readonly TaskCompletionSource<Activity> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public Task<Activity> First => _first.Task;

        public int Count => Volatile.Read(ref _count);

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var activity in batch)
            {
                if (activity.GetTagItem("server.address") is not Host)
                    continue;

                Interlocked.Increment(ref _count);
                _first.TrySetResult(activity);
            }

            return ExportResult.Success;
        }
    }
}
