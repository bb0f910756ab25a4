using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Streaming.Console.Access;

/// <summary><c>GET /login?t=TOKEN</c>, the address that the AppHost prints.</summary>
internal static class Login
{
    public static void MapLogin(this WebApplication app) => app.MapGet("/login", static async (HttpContext context, IOptions<ConsoleOptions> options) =>
    {
        if (!TokenAuthentication.IsToken(context.Request.Query["t"], options.Value))
        {
            Log.LoginRefused(context.RequestServices.GetRequiredService<ILogger<TokenAuthentication>>());
            await context.ChallengeAsync(TokenAuthentication.Scheme);
            return;
        }

        context.Response.Cookies.Append(TokenAuthentication.CookieName, TokenAuthentication.Code(options.Value.Token), TokenAuthentication.Cookie);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Redirect("/");
    }).AllowAnonymous();
}
