namespace Streaming.Pipeline.Events;

/// <summary>A rule that a user breaks. The message says what is wrong and never quotes a value.</summary>
/// <param name="Rule">The rule's name, as <c>email.format</c>.</param>
/// <param name="Field">The field's name in JSON; for a raw record's object, its path there, as <c>location.street</c>.</param>
public readonly record struct RuleViolation(string Rule, string Field, string Message)
{
    /// <summary>The rule of a JSON value that is of another type than the field's.</summary>
    public const string Type = "type";

    /// <summary>The rule of a value that is not JSON at all.</summary>
    public const string Json = "json";
}
