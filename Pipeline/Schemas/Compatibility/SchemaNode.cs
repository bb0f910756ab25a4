using System.Text.Json;

namespace Streaming.Pipeline.Schemas.Compatibility;

/// <summary>A JSON Schema or a schema in it: an object, or true (anything), or false (nothing). One that is absent is true.</summary>
internal readonly struct SchemaNode(JsonElement json)
{
    private static readonly Dictionary<string, SchemaNode> None = [];

    private bool IsObject => json.ValueKind == JsonValueKind.Object;

    public bool AllowsNothing => json.ValueKind == JsonValueKind.False;

    public bool AllowsAnything => !AllowsNothing && !Keywords.Any();

    /// <summary>Null where every type is allowed.</summary>
    public IReadOnlyList<string>? Types => this["type"] switch
    {
        { ValueKind: JsonValueKind.String } type => [type.GetString()!],
        { ValueKind: JsonValueKind.Array } types => [.. Texts(types)],
        _ => null,
    };

    public IEnumerable<string> Required => this["required"] is { ValueKind: JsonValueKind.Array } names ? Texts(names) : [];

    public IReadOnlyDictionary<string, SchemaNode> Properties => this["properties"] is { ValueKind: JsonValueKind.Object } properties
        ? properties.EnumerateObject().ToDictionary(property => property.Name, property => new SchemaNode(property.Value))
        : None;

    /// <summary>The names of those keywords that a value can offend against.</summary>
    public IEnumerable<string> Keywords => IsObject ? json.EnumerateObject().Select(keyword => keyword.Name).Where(ValueKeywords.Constrains) : [];

    public JsonElement? this[string keyword] => IsObject && json.TryGetProperty(keyword, out var value) ? value : null;

    public SchemaNode Child(string keyword) => this[keyword] is { } value ? new(value) : default;

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(item => item.ToString());
}
