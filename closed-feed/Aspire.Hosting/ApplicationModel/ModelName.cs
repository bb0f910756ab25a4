namespace Aspire.Hosting.ApplicationModel;

internal static class ModelName
{
    /// <summary>1 to 64 ASCII letters, digits and single hyphens, the first a letter, the last no hyphen.</summary>
    public static void Validate(string kind, string name)
    {
        if (Fault(name) is { } fault)
            throw new ArgumentException($"{kind} name '{name}' is invalid: it {fault}.", nameof(name));
    }

    private static string? Fault(string name) => name switch
    {
        { Length: 0 or > 64 } => "must have 1 to 64 characters",
        _ when !char.IsAsciiLetter(name[0]) => "must start with an ASCII letter",
        _ when !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') => "may hold ASCII letters, digits and hyphens only",
        _ when name.EndsWith('-') => "must not end in a hyphen",
        _ when name.Contains("--", StringComparison.Ordinal) => "must not have two hyphens in a row",
        _ => null,
    };
}
