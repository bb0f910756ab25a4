using System.Globalization;
using System.Security.Cryptography;
using Streaming.SampleSource.Generator;

namespace Streaming.SampleSource;

/// <summary>What was asked for, bad values put right as the live service does.</summary>
internal sealed record SampleRequest(string Seed, int Results, int Page, Nationality[] Nationalities, Fields Fields)
{
    public const int MaxResults = 5000;
    public const int MaxPage = 10_000;

    public static SampleRequest From(IQueryCollection query) => new(
        query["seed"].ToString() is { Length: > 0 } seed ? seed : RandomNumberGenerator.GetHexString(16, lowercase: true),
        OneUnlessWithin(query["results"], MaxResults),
        OneUnlessWithin(query["page"], MaxPage),
        Generator.Nationalities.Among(query["nat"]),
        Included(query["inc"]) & ~Named(query["exc"]));

    private static int OneUnlessWithin(string? text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most ? value : 1;

    private static Fields Included(string? list) => Named(list) is var named and not Fields.None ? named : Fields.All;

    private static Fields Named(string? list)
    {
        var fields = Fields.None;
        foreach (var name in (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (char.IsAsciiLetter(name[0]) && !name.Equals(nameof(Fields.All), StringComparison.OrdinalIgnoreCase)
                && Enum.TryParse<Fields>(name, ignoreCase: true, out var field))
                fields |= field;
        }

        return fields;
    }
}
