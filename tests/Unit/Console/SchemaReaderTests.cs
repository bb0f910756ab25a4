using Streaming.Console.Schemas;
using Streaming.Pipeline.Schemas;
using Streaming.Pipeline.Schemas.Compatibility;
using Streaming.Tests.Unit.Schemas;

namespace Streaming.Tests.Unit.Console;

public sealed class SchemaReaderTests
{
    private readonly ScriptedRegistry _registry = new();

    [Theory]
    [InlineData("{\n  \"type\": }", "line 2, column 11")]
    [InlineData("", "line 1, column 1")]
    [InlineData("7", "A JSON Schema is an object")]
    public async Task What_is_no_schema_is_not_sent_to_the_registry(string text, string words)
    {
        var verdict = await CheckAsync(text);
        Assert.False(verdict.IsCompatible);
        Assert.Contains(words, verdict.Words);
        Assert.Empty(_registry.Asked);
    }

    [Fact]
    public async Task A_schema_that_does_not_fit_is_refused_field_by_field()
    {
        _registry.Verdict = new IncompatibleSchemaException(
            "s-value", new SchemaVersion(1, 1, "{}"),
            [new Incompatibility("age", "type changed from integer to string"), new Incompatibility("name", "removed")]);

        var verdict = await CheckAsync("{}");

        Assert.False(verdict.IsCompatible);
        Assert.Equal(["field 'age': type changed from integer to string", "field 'name': removed"], verdict.Reasons);
    }

    [Fact]
    public async Task A_schema_that_fits_or_is_registered_is_said_so()
    {
        Assert.StartsWith("It could be the next version", (await CheckAsync("{}")).Words);
        _registry.Registered = 12;
        Assert.Equal("It is registered already, with id 12.", (await CheckAsync("{}")).Words);
    }

    private Task<SchemaVerdict> CheckAsync(string text) => new SchemaReader(_registry).CheckAsync("s-value", text, default);
}
