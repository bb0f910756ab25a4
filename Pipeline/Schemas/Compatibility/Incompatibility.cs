namespace Streaming.Pipeline.Schemas.Compatibility;

/// <summary>Why values that one schema allows may be refused by the next.</summary>
/// <param name="Field">The path of the field, as in <c>rules[].message</c>; empty for the value itself.</param>
/// <param name="Change">What was changed, with the old and the new.</param>
public sealed record Incompatibility(string Field, string Change)
{
    public override string ToString() => Field.Length > 0 ? $"field '{Field}': {Change}" : $"the value: {Change}";
}
