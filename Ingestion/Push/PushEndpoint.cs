using System.Diagnostics;
using Microsoft.Extensions.Options;
using Streaming.Ingestion.RawStore;
using Streaming.Ingestion.Relay;

namespace Streaming.Ingestion.Push;

/// <summary><c>POST /events</c>: one JSON object, an array, or NDJSON. 202 once the events are durable.</summary>
internal sealed class PushEndpoint(IOptions<PushOptions> options, RawQueue queue, Backlog backlog, IngestionMetrics metrics,
    ILogger<PushEndpoint> logger) : IDisposable
{
    private static readonly TimeSpan AtomicWait = TimeSpan.FromSeconds(10);

    private readonly PushOptions _options = options.Value;
    private readonly SemaphoreSlim _atomic = new(options.Value.AtomicRequests);

    public static void Map(WebApplication app) =>
        app.MapPost("/events", (HttpContext context, PushEndpoint endpoint) => endpoint.HandleAsync(context))
            .AddEndpointFilter<ApiKeyFilter>()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute());

    public void Dispose() => _atomic.Dispose();

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        var (request, cancellationToken) = (context.Request, context.RequestAborted);
        var runId = RequestName.RunId(request);
        var answer = new PushAnswer(runId);
        if (RequestName.TrySource(request, out var source) is false)
            return answer.Problem(StatusCodes.Status400BadRequest, $"The parameter source {RequestName.Rule}.");
        if (request.ContentLength > _options.MaxBodyBytes) return TooLarge(answer);
        if (backlog.Events > _options.MaxBacklog)
            return Later(context, answer, StatusCodes.Status429TooManyRequests,
                $"The pipeline is {backlog.Events:N0} events behind; the bound is {_options.MaxBacklog:N0}.");

        var atomic = request.Query["atomic"] == "true";
        if (atomic && !await _atomic.WaitAsync(AtomicWait, cancellationToken))
            return Later(context, answer, StatusCodes.Status503ServiceUnavailable, $"{_options.AtomicRequests} atomic requests are at work already.");

        try
        {
            var origin = new RawOrigin(source, runId, Activity.Current is { Recorded: true } span ? span.Context : default);
            using var push = new PushRequest(request.Body, origin, atomic, answer, _options, queue);
            await push.ReadAsync(cancellationToken);
            return answer.Result();
        }
        catch (BodyTooLargeException)
        {
            return TooLarge(answer);
        }
        catch (RawStoreUnavailableException unavailable)
        {
            Log.PushFailed(logger, runId, unavailable.InnerException?.Message ?? unavailable.Message);
            return Later(context, answer, StatusCodes.Status503ServiceUnavailable,
                $"{unavailable.Message} Send the events again: those stored already count as duplicates.");
        }
        finally
        {
            if (atomic) _atomic.Release();
            metrics.Refused(source, answer.FaultCount);
        }
    }

    private IResult TooLarge(PushAnswer answer) => answer.Problem(
        StatusCodes.Status413PayloadTooLarge,
        $"A body may have {_options.MaxBodyBytes:N0} bytes; nothing was read past them. Send the events in several requests.");

    private IResult Later(HttpContext context, PushAnswer answer, int status, string detail)
    {
        metrics.Throttled(status);
        context.Response.Headers.RetryAfter = Random.Shared.Next(1, 4).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return answer.Problem(status, detail);
    }
}
