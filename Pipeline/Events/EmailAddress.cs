using System.Buffers;
using System.Globalization;
using System.Text;

namespace Streaming.Pipeline.Events;

/// <summary>
/// E-mail addresses: a local part in any script (RFC 6531) and a domain of at least two labels, which may be an internationalised one. Dots may stand
/// where they like in the local part: real sources have them doubled.
/// </summary>
internal static class EmailAddress
{
    /// <summary>In bytes (RFC 5321).</summary>
    public const int MaxLength = 254;

    private const int MaxDomain = 253;
    private const int MaxLabel = 63;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };
    private static readonly SearchValues<byte> NotLocal = SearchValues.Create("@\"(),:;<>[]\\"u8);

    public static bool IsValid(ReadOnlySpan<byte> address)
    {
        var at = address.LastIndexOf((byte)'@');
        if (at < 1) return false;
        var local = address[..at];
        if (local.ContainsAny(NotLocal) || Utf8Text.HasWhiteSpace(local) || Utf8Text.HasControl(local)) return false;

        var domain = address[(at + 1)..];
        return Ascii.IsValid(domain) ? IsDomain(domain) : TryToAscii(domain) is not null;
    }

    /// <summary>Puts the address's domain in lower case, and in its ASCII form where it has another.</summary>
    public static void Normalise(UserRow row)
    {
        var address = row[UserField.Email];
        var domain = address[(address.LastIndexOf((byte)'@') + 1)..];
        var local = address[..^domain.Length];
        if (Ascii.IsValid(domain))
        {
            if (!domain.ContainsAnyInRange((byte)'A', (byte)'Z')) return;
            var output = row.Reserve(address.Length);
            local.CopyTo(output);
            Ascii.ToLower(domain, output[local.Length..], out _);
            row.Commit(UserField.Email, address.Length);
        }
        else if (TryToAscii(domain) is { } ascii)
        {
            var output = row.Reserve(local.Length + ascii.Length);
            local.CopyTo(output);
            row.Commit(UserField.Email, local.Length + Encoding.ASCII.GetBytes(ascii, output[local.Length..]));
        }
    }

    private static string? TryToAscii(ReadOnlySpan<byte> domain)
    {
        if (domain.Length > MaxDomain * 4) return null;
        try
        {
            var ascii = Idn.GetAscii(Encoding.UTF8.GetString(domain)).ToLowerInvariant();
            return IsDomain(Encoding.ASCII.GetBytes(ascii)) ? ascii : null;
        }
        catch (ArgumentException)
        {
            // How IdnMapping says that there is no such domain.
            return null;
        }
    }

    private static bool IsDomain(ReadOnlySpan<byte> domain)
    {
        if (domain.Length > MaxDomain || !domain.Contains((byte)'.')) return false;
        foreach (var range in domain.Split((byte)'.'))
        {
            var label = domain[range];
            if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-') return false;
            foreach (var c in label)
                if (!char.IsAsciiLetterOrDigit((char)c) && c != '-') return false;
        }

        return true;
    }
}
