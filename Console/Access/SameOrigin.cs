namespace Streaming.Console.Access;

/// <summary>
/// Refuses what a page of another origin sends. Cookies make no difference between ports of one host, and a circuit's WebSocket has no anti-forgery token.
/// </summary>
internal static class SameOrigin
{
    private const string Policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'self'";

    public static void UseSameOrigin(this WebApplication app) => app.Use(static (context, next) =>
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, $"{context.Request.Scheme}://{context.Request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("A page of another origin may not use the console.", context.RequestAborted);
        }

        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    });
}
