using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Streaming.Tests.EndToEnd;

/// <summary>An OpenTelemetry collector that keeps spans and measurements: OTLP over gRPC, uncompressed, which is what the services send.</summary>
internal sealed class TelemetryReceiver : IAsyncDisposable
{
    private const int FrameHeader = 5;

    private readonly WebApplication _app;

    private TelemetryReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = [];

    public ConcurrentQueue<Measurement> Measurements { get; } = [];

    public string Address => _app.Urls.First();

    public static async Task<TelemetryReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var receiver = new TelemetryReceiver(app);
        app.MapPost("/opentelemetry.proto.collector.{signal}/Export", receiver.ExportAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ExportAsync(HttpContext context, string signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var length = BinaryPrimitives.ReadInt32BigEndian(body.GetBuffer().AsSpan(1));
        var message = body.GetBuffer().AsMemory(FrameHeader, length);
        if (signal == "trace.v1.TraceService") foreach (var span in Otlp.Spans(message)) Spans.Enqueue(span);
        if (signal == "metrics.v1.MetricsService") foreach (var measurement in Otlp.Measurements(message)) Measurements.Enqueue(measurement);

        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[FrameHeader], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
