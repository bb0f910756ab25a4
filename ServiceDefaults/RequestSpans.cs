using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Streaming.ServiceDefaults;

/// <summary>
/// Completes a request's span as OpenTelemetry's conventions for HTTP servers have it: ASP.NET Core 10 sets only what is known at its start.
/// </summary>
internal sealed class RequestSpans : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(CompleteAsync);
        next(app);
    };

    private static async Task CompleteAsync(HttpContext context, RequestDelegate next)
    {
        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        try
        {
            await next(context);
            Complete(span, context, context.Response.StatusCode);
        }
        catch (Exception e)
        {
            // The server turns the exception into 500 after this.
            Complete(span, context, StatusCodes.Status500InternalServerError);
            span?.SetTag("error.type", e.GetType().FullName);
            throw;
        }
    }

    private static void Complete(Activity? span, HttpContext context, int status)
    {
        if (span is not { IsAllDataRequested: true })
            return;

        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
