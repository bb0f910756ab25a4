using System.Text;

namespace Streaming.Pipeline.Events;

/// <summary>The genders that are told apart: the source's two, and what a person or another source may give instead.</summary>
internal static class Genders
{
    private static readonly byte[][] Known = [.. "female male other unknown".Split(' ').Select(Encoding.UTF8.GetBytes)];

    public static IEnumerable<string> All => Known.Select(Encoding.UTF8.GetString);

    /// <summary>Finds a gender in any case; gives it in lower case.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> lower)
    {
        foreach (var known in Known)
        {
            if (!Ascii.EqualsIgnoreCase(text, known)) continue;
            lower = known;
            return true;
        }

        lower = default;
        return false;
    }
}
