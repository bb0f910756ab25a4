using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Streaming.Console.Access;

/// <summary>
/// Lets in who has opened the address with the token: a cookie then holds a code made from the token, so that it outlives the process and ends with the
/// token. All comparisons take the same time, whatever differs.
/// </summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<ConsoleOptions> console)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "token";
    public const string CookieName = "streaming-console";

    private const string Refusal =
        "The console is opened by the address that the AppHost prints, which has a token in it. Open that address, as it is, in this browser.";

    public static AuthorizationPolicy Policy { get; } = new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser().Build();

    public static bool IsToken(string? given, ConsoleOptions options) => AreEqual(Code(given ?? ""), Code(options.Token));

    public static CookieOptions Cookie { get; } = new() { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true, Path = "/" };

    /// <summary>What the cookie holds.</summary>
    public static string Code(string token) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), "streaming console session"u8));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Cookies[CookieName] is not { } code) return Task.FromResult(AuthenticateResult.NoResult());
        if (!AreEqual(code, Code(console.Value.Token))) return Task.FromResult(AuthenticateResult.Fail("The cookie is of another token."));
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "operator")], Scheme));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Cookie";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.ContentType = "text/plain; charset=utf-8";
        return Response.WriteAsync(Refusal, Context.RequestAborted);
    }

    private static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
