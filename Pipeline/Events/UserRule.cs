namespace Streaming.Pipeline.Events;

/// <summary>One rule about one field.</summary>
public sealed class UserRule
{
    private readonly Func<UserRow, UserField, bool> _holds;
    private readonly bool _aboutPresence;

    internal UserRule(string name, UserField field, string message, Func<UserRow, UserField, bool> holds)
    {
        _holds = holds;
        _aboutPresence = name.EndsWith(".required", StringComparison.Ordinal);
        Field = field;
        Violation = new RuleViolation(name, field.Name(), message);
    }

    /// <summary>Whether the rule is that there is a value, rather than one about the value.</summary>
    internal bool IsAboutPresence => _aboutPresence;

    public string Name => Violation.Rule;

    public UserField Field { get; }

    /// <summary>What is reported where the rule is broken.</summary>
    public RuleViolation Violation { get; }

    /// <summary>A rule about a value holds where there is none, or none but white space.</summary>
    public bool Holds(UserRow row) => (!_aboutPresence && Utf8Text.Trim(row[Field]).IsEmpty) || _holds(row, Field);
}
