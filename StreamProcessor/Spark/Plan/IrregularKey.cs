using System.Buffers.Text;

namespace Streaming.StreamProcessor.Spark.Plan;

/// <summary>
/// The key of a record of users_irregular: its offset in users_created, in the partition of the same number, then its own key, as <c>1042:key</c>.
/// </summary>
internal static class IrregularKey
{
    private const byte Separator = (byte)':';

    /// <summary>The key as Spark puts it together from columns.</summary>
    public static string Of(string offset, string key) => $"concat(CAST(concat({offset}, ':') AS BINARY), coalesce({key}, X''))";

    /// <summary>Takes a key apart; false for what <see cref="Of"/> did not make.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long offset, out ReadOnlySpan<byte> key)
    {
        key = default;
        if (!Utf8Parser.TryParse(text, out offset, out var length) || offset < 0 || length >= text.Length || text[length] != Separator) return false;
        key = text[(length + 1)..];
        return true;
    }
}
