using System.Collections.Frozen;
using Streaming.SampleSource.Generator.People;

namespace Streaming.SampleSource.Generator;

internal static class Nationalities
{
    public static readonly Nationality[] All = [.. Anglophone.All, .. Germanic.All, .. Nordic.All, .. Romance.All, .. Slavic.All, .. Asian.All];

    private static readonly FrozenDictionary<string, Nationality> ByCode =
        All.ToFrozenDictionary(nationality => nationality.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Those named in a comma list, in a fixed order; all where the list names none that is known.</summary>
    public static Nationality[] Among(string? codes)
    {
        if (string.IsNullOrWhiteSpace(codes))
            return All;

        var named = codes.Split(',', StringSplitOptions.TrimEntries).Select(ByCode.GetValueOrDefault).OfType<Nationality>().ToHashSet();
        return named.Count == 0 ? All : [.. All.Where(named.Contains)];
    }
}
