using System.Text;

namespace Streaming.Pipeline.Events;

/// <summary>Absolute http and https URLs, by shape.</summary>
internal static class WebAddress
{
    public static bool IsValid(ReadOnlySpan<byte> url)
    {
        var scheme = url.IndexOf("://"u8);
        if (scheme < 0 || !(Ascii.EqualsIgnoreCase(url[..scheme], "https"u8) || Ascii.EqualsIgnoreCase(url[..scheme], "http"u8))) return false;

        var rest = url[(scheme + 3)..];
        var hostEnd = rest.IndexOfAny("/?#"u8);
        var host = hostEnd < 0 ? rest : rest[..hostEnd];
        return !host.IsEmpty && host[0] is not ((byte)':' or (byte)'.') && !Utf8Text.HasWhiteSpace(url) && !rest.ContainsAny("\"<>\\^`{|}"u8);
    }
}
