using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Streaming.Ingestion.Push;

/// <summary>
/// Lets a request through that brings the API key. Hashes of equal length are compared, in constant time, so that the time taken tells nothing.
/// </summary>
internal sealed class ApiKeyFilter(IOptions<PushOptions> options) : IEndpointFilter
{
    private const string Bearer = "Bearer ";

    private readonly byte[] _hash = Hash(options.Value.ApiKey);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (IsKnown(context.HttpContext.Request.Headers)) return next(context);

        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return ValueTask.FromResult<object?>(TypedResults.Problem(
            "Send the API key in the header X-API-Key, or as 'Authorization: Bearer KEY'.", statusCode: StatusCodes.Status401Unauthorized));
    }

    private bool IsKnown(IHeaderDictionary headers)
    {
        var key = headers["X-API-Key"].ToString();
        var authorization = headers.Authorization.ToString();
        if (key.Length == 0 && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) key = authorization[Bearer.Length..].Trim();
        return CryptographicOperations.FixedTimeEquals(Hash(key), _hash);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
