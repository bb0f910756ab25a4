using System.Buffers;

namespace Streaming.Ingestion.Push;

/// <summary>The names that a request may give to itself and to its source: they go into headers and logs, so they are short and plain.</summary>
internal static class RequestName
{
    public const string Rule = "may have 1 to 64 letters, digits, '-', '_', '.' and ':'";
    private const int MaxLength = 64;
    private const string Push = "push";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:");

    /// <summary>The request's own id, if it has one that is well-formed; else a new one.</summary>
    public static string RunId(HttpRequest request)
    {
        var given = request.Headers["X-Request-Id"].ToString();
        return IsWellFormed(given) ? given : $"push-{Guid.CreateVersion7():N}";
    }

    public static bool TrySource(HttpRequest request, out string source)
    {
        source = request.Query["source"].ToString();
        if (source.Length == 0) source = Push;
        return IsWellFormed(source);
    }

    public static bool IsWellFormed(string name) => name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed);
}
