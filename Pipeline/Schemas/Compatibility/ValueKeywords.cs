using System.Text.Json;

namespace Streaming.Pipeline.Schemas.Compatibility;

/// <summary>The keywords that are compared by their values alone, and those that say nothing about a value.</summary>
internal static class ValueKeywords
{
    private static readonly HashSet<string> LowerBounds = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
    private static readonly HashSet<string> UpperBounds = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
    private static readonly HashSet<string> Restrictions =
    [
        "enum", "const", "format", "pattern", "multipleOf", "uniqueItems", "contentEncoding", "contentMediaType", .. LowerBounds, .. UpperBounds,
    ];

    private static readonly HashSet<string> ComparedByStructure = ["type", "required", "properties", "additionalProperties", "items"];
    private static readonly HashSet<string> Descriptions =
        ["$schema", "$id", "$comment", "title", "description", "default", "examples", "readOnly", "writeOnly", "deprecated"];

    /// <summary>Whether a value can offend against the keyword.</summary>
    public static bool Constrains(string keyword) => !Descriptions.Contains(keyword);

    public static void Compare(SchemaNode old, SchemaNode next, string path, List<Incompatibility> found)
    {
        foreach (var keyword in next.Keywords.Union(old.Keywords).Except(ComparedByStructure))
        {
            var (before, after) = (old[keyword], next[keyword]);
            if (!Allows(keyword, old, before, after)) found.Add(new(path, Describe(keyword, before, after)));
        }
    }

    private static bool Allows(string keyword, SchemaNode old, JsonElement? before, JsonElement? after)
    {
        if (before is { } same && after is { } unchanged && JsonElement.DeepEquals(same, unchanged)) return true;
        if (!Restrictions.Contains(keyword)) return false;
        if (after is not { } now) return true;
        if (keyword == "enum") return Values(old) is { } values && values.All(value => Contains(now, value));
        if (keyword == "const") return Values(old) is { } single && single.All(value => JsonElement.DeepEquals(value, now));
        return before is { ValueKind: JsonValueKind.Number } was && now.ValueKind == JsonValueKind.Number && IsLooser(keyword, was, now);
    }

    private static bool IsLooser(string keyword, JsonElement was, JsonElement now) =>
        (LowerBounds.Contains(keyword) && now.GetDouble() <= was.GetDouble()) || (UpperBounds.Contains(keyword) && now.GetDouble() >= was.GetDouble());

    /// <summary>The only values that a schema allows; null when it does not list them.</summary>
    private static IEnumerable<JsonElement>? Values(SchemaNode schema) =>
        schema["const"] is { } single ? [single] : schema["enum"] is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : null;

    private static bool Contains(JsonElement list, JsonElement value) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value));

    private static string Describe(string keyword, JsonElement? before, JsonElement? after) =>
        before is not { } was ? $"{keyword} {after} added" : after is { } now ? $"{keyword} changed from {was} to {now}" : $"{keyword} {was} removed";
}
