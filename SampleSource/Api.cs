using System.Globalization;
using System.Net;
using Streaming.SampleSource.Faults;
using Streaming.SampleSource.Generator;

namespace Streaming.SampleSource;

/// <summary><c>GET /api/?results=&amp;seed=&amp;page=&amp;nat=&amp;inc=&amp;exc=</c>, as randomuser.me 1.4 answers it.</summary>
internal static class Api
{
    public const string Version = "1.4";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddOptions<SampleSourceOptions>().BindConfiguration(SampleSourceOptions.Section).ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<SampleSourceOptions>, SampleSourceOptionsValidator>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<UserQuota>();
        services.AddSingleton<FaultInjector>();
    }

    public static void MapApi(this WebApplication app) => app.MapGet("/api/{version?}", AnswerAsync);

    private static async Task AnswerAsync(HttpContext context, FaultInjector injector, UserQuota quota, TimeProvider time, string? version = null)
    {
        var fault = injector.Next();
        if (fault.Faults.Latency > TimeSpan.Zero)
            await Task.Delay(fault.Faults.Latency, time, context.RequestAborted);

        var request = SampleRequest.From(context.Request.Query);
        if (version is not null and not Version)
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"There is no version '{version}' of this API; ask for {Version} or for none.");
        else if (fault.Unavailable)
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The service is unavailable.");
        else if (fault.TooManyRequests)
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests.", TimeSpan.FromSeconds(1));
        else if (!quota.TryTake(context.Connection.RemoteIpAddress ?? IPAddress.Loopback, request.Results, out var wait))
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "You have had your share of users; slow down.", wait);
        else
            await SendAsync(context, request, fault);
    }

    private static Task SendAsync(HttpContext context, SampleRequest request, RequestFault fault)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return new PageWriter(request, fault.Faults).WriteAsync(context.Response.BodyWriter, fault.Truncated, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string error, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return context.Response.WriteAsJsonAsync(new { error }, context.RequestAborted);
    }
}
