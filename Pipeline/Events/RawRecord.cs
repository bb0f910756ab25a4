using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Streaming.Pipeline.Events;

/// <summary>A raw record as it is stored: canonical bytes without credentials, the user's id and a hash of the content.</summary>
public static class RawRecord
{
    /// <summary>
    /// Writes the record, one JSON object, in canonical form: no whitespace, members in the order received, numbers as received, strings with only the
    /// escapes that JSON asks for, so that the same content is the same bytes. Of <c>login</c> only <c>uuid</c> and <c>username</c> are kept: whatever
    /// else is there (password, salt, hashes of any kind) is a credential or may be one. Nothing is written when there is a fault.
    /// </summary>
    /// <param name="identity">
    /// The id is <c>login.uuid</c>; where that is no UUID, version 5 of the content (see <see cref="ContentId"/>).
    /// </param>
    /// <param name="fault">What is wrong: not an object, not JSON, not UTF-8, or deeper than 64 levels.</param>
    public static bool TryCanonicalise(ReadOnlySpan<byte> json, IBufferWriter<byte> output, out RawIdentity identity, out JsonFault fault)
    {
        identity = default;
        if (!JsonFault.IsUtf8(json, out fault)) return false;

        // Dropping whitespace and escapes never makes the record longer.
        var writer = new CanonicalWriter(json, output.GetSpan(Math.Max(json.Length, 1)));
        try
        {
            writer.Run();
        }
        catch (JsonException exception)
        {
            fault = JsonFault.Of(json, exception);
            return false;
        }

        fault = writer.Fault;
        if (fault.Reason is not null) return false;

        var content = writer.Written;
        identity = new RawIdentity(writer.Id ?? ContentId.Of(content), Hash(content));
        output.Advance(content.Length);
        return true;
    }

    /// <summary>Whether the text is a UUID in its 36-character form, in either case.</summary>
    public static bool TryParseUuid(ReadOnlySpan<byte> text, out Guid id)
    {
        id = default;
        return text.Length == 36 && Utf8Parser.TryParse(text, out id, out var consumed, 'D') && consumed == 36;
    }

    private static Guid Hash(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}

/// <summary>What makes a raw record the same as another.</summary>
/// <param name="Id">The user.</param>
/// <param name="ContentHash">The first 16 bytes of the canonical content's SHA-256.</param>
public readonly record struct RawIdentity(Guid Id, Guid ContentHash);
