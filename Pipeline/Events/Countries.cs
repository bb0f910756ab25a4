using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Streaming.Pipeline.Events;

/// <summary>
/// ISO 3166-1 alpha-2 codes and the names that countries go by: in English, in their own languages, and common variants. From Unicode CLDR 72 and the
/// ISO list, kept as a file, so that the same name gives the same code on every machine and in every engine.
/// </summary>
internal static class Countries
{
    private const int LongestName = 128;

    private static readonly FrozenDictionary<string, byte[]> ByName = Load();
    private static readonly FrozenDictionary<string, byte[]>.AlternateLookup<ReadOnlySpan<char>> Lookup = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every code and every name, each with the code; names in any case are meant.</summary>
    public static IEnumerable<(string Name, string Code)> All => ByName.Select(country => (country.Key, Encoding.UTF8.GetString(country.Value)));

    /// <summary>The code, in upper case, of a country that is given by its code or by a name, in any case.</summary>
    public static bool TryFind(ReadOnlySpan<byte> codeOrName, out ReadOnlySpan<byte> code)
    {
        code = default;
        if (codeOrName.Length is 0 or > LongestName) return false;

        Span<char> chars = stackalloc char[LongestName];
        var name = chars[..Encoding.UTF8.GetChars(codeOrName, chars)];
        if (!Lookup.TryGetValue(name, out var found) && !TryFindNormalised(name, out found)) return false;
        code = found;
        return true;
    }

    /// <summary>The code, in upper case, of a country that is given by its code, in any case.</summary>
    public static bool TryFindCode(ReadOnlySpan<byte> code, out ReadOnlySpan<byte> upper)
    {
        upper = default;
        return code.Length == 2 && Ascii.IsValid(code) && TryFind(code, out upper);
    }

    private static bool TryFindNormalised(ReadOnlySpan<char> name, [NotNullWhen(true)] out byte[]? code)
    {
        code = null;
        return !Ascii.IsValid(name) && !name.IsNormalized() && ByName.TryGetValue(name.ToString().Normalize(), out code);
    }

    private static FrozenDictionary<string, byte[]> Load()
    {
        using var resource = typeof(Countries).Assembly.GetManifestResourceStream(typeof(Countries), "Countries.txt")!;
        using var reader = new StreamReader(resource);
        var byName = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
        {
            var code = Encoding.UTF8.GetBytes(line[..2]);
            foreach (var name in line.Split('|')) byName.Add(name, code);
        }

        return byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
