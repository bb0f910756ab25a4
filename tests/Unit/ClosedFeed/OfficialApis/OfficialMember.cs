namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>A type that the file names, and its namespace there: null where the file only mentions it, which says that it exists, not where.</summary>
internal sealed record OfficialType(string? Namespace, string Name, int Line);

/// <summary>
/// One overload as the file writes it. What it leaves out is null: <see cref="Parameters"/> where only the name stands, <see cref="Returns"/> where no
/// type does.
/// </summary>
internal sealed record OfficialMember(string Type, string Name, int Line, string Text)
{
    public IReadOnlyList<OfficialParameter>? Parameters { get; init; }

    public string? Returns { get; init; }

    public IReadOnlyList<string> Generics { get; init; } = [];

    /// <summary>By the name of the type parameter: its constraints.</summary>
    public IReadOnlyDictionary<string, string[]> Constraints { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The type that an extension method extends, where the file says it.</summary>
    public string? Extends { get; init; }

    /// <summary>The value of a constant or of an enumeration's member.</summary>
    public string? Value { get; init; }

    public OfficialMember With(KeyValuePair<string, string[]> constraint) =>
        this with { Constraints = new Dictionary<string, string[]>(Constraints) { [constraint.Key] = constraint.Value } };

    public const string Constructor = ".ctor";

    /// <summary>As <see cref="Returns"/>: what the method extends.</summary>
    public const string SameAsExtended = "same";
}

/// <param name="Types">As the file writes it, in the normal form of <see cref="TypeText"/>; several where it gives a choice (<c>string|int</c>).</param>
internal sealed record OfficialParameter(IReadOnlyList<string> Types, string? Name, string? Default, string? Modifier)
{
    public override string ToString() =>
        string.Concat(Modifier is null ? "" : Modifier + " ", string.Join('|', Types), Name is null ? "" : " " + Name, Default is null ? "" : " = " + Default);
}

/// <summary>A place where the file says more than the reader understands: it lists nothing, so that it lets nothing pass.</summary>
internal sealed record Unread(int Line, string Text, string Reason);
