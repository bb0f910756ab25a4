using System.Net;

namespace Streaming.SampleSource.Faults;

/// <summary><c>GET /faults</c> shows them, <c>POST /faults</c> replaces them (what is left out is off); from this machine only.</summary>
internal static class FaultEndpoint
{
    public static void MapFaults(this WebApplication app)
    {
        var faults = app.MapGroup("/faults").AddEndpointFilter(async (context, next) =>
            context.HttpContext.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address)
                ? Results.StatusCode(StatusCodes.Status403Forbidden)
                : await next(context));

        faults.MapGet("", (FaultInjector injector) => injector.Faults);
        faults.MapPost("", Replace);
    }

    private static IResult Replace(FaultOptions faults, FaultInjector injector, ILogger<FaultInjector> log)
    {
        var errors = faults.Errors("").ToArray();
        if (errors.Length > 0)
            return Results.BadRequest(new { errors });

        injector.Faults = faults;
        log.FaultsReplaced(faults.Latency, faults.TooManyRequestsRate, faults.UnavailableRate, faults.TruncatedRate, faults.MalformedRate,
            faults.DuplicateRate);
        return Results.Ok(faults);
    }
}
