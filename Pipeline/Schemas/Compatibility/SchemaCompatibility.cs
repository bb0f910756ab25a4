using System.Text.Json;

namespace Streaming.Pipeline.Schemas.Compatibility;

/// <summary>
/// Whether a JSON Schema is BACKWARD compatible: every value that the old one allows is allowed by the new one. Objects, properties, arrays, types and
/// bounds are compared; a keyword that is not looked into (<c>$ref</c>, <c>anyOf</c>, …) must stay as it is. So it may refuse too much, never too little.
/// </summary>
/// <remarks>https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/serdes-json.html#json-schema-compatibility-rules</remarks>
public static class SchemaCompatibility
{
    private const int DeepestNesting = 64;

    /// <summary>What makes <paramref name="next"/> incompatible with <paramref name="old"/>; empty when nothing does.</summary>
    /// <exception cref="JsonException">One of them is not JSON, has a name twice in one object, or is nested deeper than 64.</exception>
    public static IReadOnlyList<Incompatibility> Check(string old, string next)
    {
        var options = new JsonDocumentOptions { MaxDepth = DeepestNesting, AllowDuplicateProperties = false };
        using var before = JsonDocument.Parse(old, options);
        using var after = JsonDocument.Parse(next, options);
        var found = new List<Incompatibility>();
        Compare(new SchemaNode(before.RootElement), new SchemaNode(after.RootElement), "", found);
        return found;
    }

    private static void Compare(SchemaNode old, SchemaNode next, string path, List<Incompatibility> found)
    {
        if (next.AllowsAnything || old.AllowsNothing) return;
        if (next.AllowsNothing)
        {
            found.Add(new(path, "no value is allowed any more"));
            return;
        }

        CompareTypes(old, next, path, found);
        ValueKeywords.Compare(old, next, path, found);
        CompareRequired(old, next, path, found);
        CompareProperties(old, next, path, found);
        CompareItems(old, next, path, found);
    }

    private static void CompareTypes(SchemaNode old, SchemaNode next, string path, List<Incompatibility> found)
    {
        var (before, after) = (old.Types, next.Types);
        if (after is null || (before is not null && before.All(Stays))) return;
        found.Add(new(path, $"type changed from {Describe(before)} to {Describe(after)}"));

        bool Stays(string type) => after.Contains(type) || (type == "integer" && after.Contains("number"));

        static string Describe(IReadOnlyList<string>? types) => types is null ? "any" : string.Join(" or ", types);
    }

    private static void CompareRequired(SchemaNode old, SchemaNode next, string path, List<Incompatibility> found)
    {
        foreach (var name in next.Required.Except(old.Required)) found.Add(new(Join(path, name), "became required; older values may lack it"));
    }

    private static void CompareProperties(SchemaNode old, SchemaNode next, string path, List<Incompatibility> found)
    {
        var (others, othersNow) = (old.Child("additionalProperties"), next.Child("additionalProperties"));
        foreach (var (name, property) in old.Properties)
        {
            var field = Join(path, name);
            if (next.Properties.TryGetValue(name, out var now)) Compare(property, now, field, found);
            else if (!property.AllowsNothing && othersNow.AllowsNothing) found.Add(new(field, "removed, and no additional properties are allowed"));
            else Compare(property, othersNow, field, found);
        }

        foreach (var (name, property) in next.Properties)
        {
            if (old.Properties.ContainsKey(name) || others.AllowsNothing || property.AllowsAnything) continue;
            if (others.AllowsAnything) found.Add(new(Join(path, name), "added where additional properties of any kind were allowed"));
            else Compare(others, property, Join(path, name), found);
        }

        if (!others.AllowsNothing && othersNow.AllowsNothing) found.Add(new(path, "additional properties are not allowed any more"));
        else Compare(others, othersNow, Join(path, "*"), found);
    }

    private static void CompareItems(SchemaNode old, SchemaNode next, string path, List<Incompatibility> found)
    {
        if (old["items"] is not { ValueKind: JsonValueKind.Array } && next["items"] is not { ValueKind: JsonValueKind.Array })
            Compare(old.Child("items"), next.Child("items"), $"{path}[]", found);
        else if (old["items"] is not { } was || next["items"] is not { } now || !JsonElement.DeepEquals(was, now))
            found.Add(new($"{path}[]", "the list of schemas by position was changed"));
    }

    private static string Join(string path, string name) => path.Length > 0 ? $"{path}.{name}" : name;
}
