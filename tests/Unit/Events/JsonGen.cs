using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Streaming.Tests.Unit.Events;

/// <summary>Arbitrary texts and JSON objects, the same one with and without escapes and white space.</summary>
internal static class JsonGen
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Well-formed texts that are rich in what JSON escapes, what UTF-8 needs 2 to 4 bytes for, and what normalising composes.</summary>
    public static readonly Gen<string> Text =
        Gen.Elements("a", "Z", " ", "\"", "\\", "/", "\0", "\u0001", "\n", "\t", "\u007f", "\u0085", "é", "e\u0301", "ß", "ي", "\u200c", "한", "가", "€", "😀",
            "𐍈", "\u2028", "<", "+")
            .ListOf()
            .Select(string.Concat);

    public static readonly Arbitrary<(string Compact, string Indented)> Objects =
        Arb.From(Gen.Sized(size => Object(Math.Min(size, 12))).Select(node => (node.ToJsonString(), node.ToJsonString(Indented))));

    private static Gen<JsonNode> Object(int size) =>
        from members in Gen.Zip(Text, Value(size / 3)).ListOf(size % 5)
        select (JsonNode)new JsonObject(members.DistinctBy(member => member.Item1)
            .Select(member => new KeyValuePair<string, JsonNode?>(member.Item1, member.Item2)));

    private static Gen<JsonNode?> Value(int size) => size == 0
        ? Gen.OneOf(
            Text.Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Choose(-1000, 1000).Select(number => (JsonNode?)JsonValue.Create(number / 8.0)),
            Gen.Constant<JsonNode?>(null),
            Gen.Elements(true, false).Select(flag => (JsonNode?)JsonValue.Create(flag)))
        : Gen.OneOf(Object(size).Select(node => (JsonNode?)node), Value(size / 2).ListOf(size % 4).Select(items => (JsonNode?)new JsonArray([.. items])),
            Value(0));
}
