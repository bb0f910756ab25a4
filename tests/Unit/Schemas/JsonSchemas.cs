using FsCheck;
using FsCheck.Fluent;

namespace Streaming.Tests.Unit.Schemas;

/// <summary>Random schemas of the kind that the topics have: small, so that two of them are often alike.</summary>
internal static class JsonSchemas
{
    private static readonly Gen<string> Leaves = Gen.Elements(
        "true", """{"type":"string"}""", """{"type":["string","null"]}""", """{"type":"integer"}""", """{"type":"integer","minimum":1}""",
        """{"type":"number","minimum":0}""", """{"type":"string","format":"uuid"}""", """{"enum":["a"]}""", """{"enum":["a","b"]}""");

    public static Gen<string> Any { get; } = Nested(2);

    /// <summary>Closed objects.</summary>
    public static Gen<ObjectSchema> Objects { get; } = Closed(Nested(1));

    private static Gen<string> Nested(int depth) => depth == 0
        ? Leaves
        : Gen.OneOf(
            Leaves,
            Closed(Nested(depth - 1)).Select(schema => schema.ToString()),
            Nested(depth - 1).Select(items => $$"""{"type":"array","items":{{items}}}"""));

    private static Gen<ObjectSchema> Closed(Gen<string> values) =>
        from names in Gen.SubListOf("a", "b", "c")
        from required in Gen.SubListOf(names.ToArray())
        from properties in values.ArrayOf(names.Count)
        select new ObjectSchema([.. names.Zip(properties)], [.. required]);

    internal sealed record ObjectSchema((string Name, string Schema)[] Properties, string[] Required)
    {
        public ObjectSchema With(string name, string schema, bool required) =>
            new([.. Properties, (name, schema)], required ? [.. Required, name] : Required);

        public override string ToString()
        {
            var properties = string.Join(',', Properties.Select(property => $"\"{property.Name}\":{property.Schema}"));
            var required = string.Join(',', Required.Select(name => $"\"{name}\""));
            return $$"""{"type":"object","properties":{{{properties}}},"required":[{{required}}],"additionalProperties":false}""";
        }
    }
}
