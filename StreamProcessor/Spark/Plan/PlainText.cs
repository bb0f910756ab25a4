using System.Globalization;
using System.Text;
using Streaming.Pipeline.Events;

namespace Streaming.StreamProcessor.Spark.Plan;

/// <summary>
/// Which values Spark's expressions treat exactly as the topology does: flat JSON as <see cref="UserJson.Write"/> writes it, right in its types, with no
/// white space around its texts and nothing in them that normalising to NFC could change. All others are irregular. The patterns are Java's; where they
/// repeat something they do so possessively, which Java does in a loop: other repetitions recurse, and a long text would end the executor's stack.
/// </summary>
internal static class PlainText
{
    /// <summary>White space as Unicode has it, inside a character class.</summary>
    public const string WhiteSpace = @"\x09-\x0D\x20\x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000";

    public const string NotAscii = @"[^\x00-\x7F]";

    /// <summary>The first character that may take part in normalising, and a class of it and all that follow.</summary>
    private const int FirstComposing = 0x300;
    private const string FromFirst = @"[^\x00-\x{2FF}]";

    private const string Number = @"-?+(?:0|[1-9][0-9]{0,17}+)(?:\.[0-9]{1,30}+)?+(?:[eE][+-]?+[0-9]{1,4}+)?+";
    private const string Quoted = $"""
        "(?![{WhiteSpace}])(?:[^"\\\x00-\x1F]++|\\["\\/])*+(?<![{WhiteSpace}])"
        """;

    private static readonly string Numbers = string.Join('|', UserFields.All.Where(info => info.Kind != FieldKind.Text).Select(info => info.Name));
    private static readonly string Member = $"\"(?:(?:{Numbers})\":(?:{Number}|null)|(?!(?:{Numbers})\")[a-z0-9_]{{1,64}}+\":(?:{Quoted}|null))";

    /// <summary>A whole text that is one flat object of which every member has its right type; escapes are those of quotes and slashes.</summary>
    public static readonly string Flat = $@"^\{{{Member}(?:,{Member})*+\}}\z";

    /// <summary>A character that may compose with others, or that NFC, this runtime or Spark's may not leave as it is, or two marks in a row.</summary>
    public static readonly string Composing = $@"(?={FromFirst})(?:[\p{{Cn}}\x{{FFFD}}{Ranges(FindComposing())}]|\p{{M}}\p{{M}})";

    /// <summary>Whether a text is plain.</summary>
    public static string IsPlain(string text) =>
        $"({Sql.Matches(text, Flat)} AND NOT ({Sql.Matches(text, FromFirst)} AND {Sql.Matches(text, Composing)}))";

    /// <summary>What is not in NFC by itself, and what the decomposition of something in NFC goes on with.</summary>
    internal static SortedSet<int> FindComposing()
    {
        var found = new SortedSet<int>();
        for (var value = FirstComposing; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value) || IsOutside(value)) continue;
            var text = new Rune(value).ToString();
            if (!text.IsNormalized(NormalizationForm.FormC)) found.Add(value);
            else found.UnionWith(text.Normalize(NormalizationForm.FormD).EnumerateRunes().Skip(1).Select(rune => rune.Value));
        }

        return found;
    }

    /// <summary>Planes that Unicode has no letters in, and what is no character yet.</summary>
    private static bool IsOutside(int value) =>
        value >= 0x32000 || Rune.GetUnicodeCategory(new Rune(value)) is UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    /// <summary>The inside of a character class.</summary>
    private static string Ranges(SortedSet<int> values)
    {
        var text = new StringBuilder();
        var (first, last) = (-1, -2);
        foreach (var value in values)
        {
            if (value == last + 1)
            {
                last = value;
                continue;
            }

            Append();
            (first, last) = (value, value);
        }

        Append();
        return text.ToString();

        void Append()
        {
            if (first < 0) return;
            text.Append(CultureInfo.InvariantCulture, $@"\x{{{first:X}}}");
            if (last > first) text.Append(CultureInfo.InvariantCulture, $@"-\x{{{last:X}}}");
        }
    }
}
