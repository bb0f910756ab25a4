namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

internal enum MemberKind
{
    Constructor,
    Method,
    Property,
    Field,
    Event,
}

/// <summary>A public type of a stand-in; <see cref="Outer"/> is the one it is nested in.</summary>
internal sealed record StandInType(string Namespace, string Name, string? Outer)
{
    public override string ToString() => Outer is null ? $"{Namespace}.{Name}" : $"{Namespace}.{Outer}.{Name}";
}

/// <summary>A public or protected member of a stand-in, in the words that the file uses.</summary>
internal sealed record StandInMember(StandInType Type, MemberKind Kind, string Name)
{
    public IReadOnlyList<OfficialParameter> Parameters { get; init; } = [];

    public string? Returns { get; init; }

    public IReadOnlyList<string> Generics { get; init; } = [];

    public IReadOnlyDictionary<string, string[]> Constraints { get; init; } = new Dictionary<string, string[]>();

    /// <summary>What an extension method extends, which is none of its parameters.</summary>
    public string? Extends { get; init; }

    public string? Value { get; init; }

    public override string ToString() =>
        string.Concat(
            Returns is null ? "" : Returns + " ", Type, ".", Name, Generics.Count == 0 ? "" : $"<{string.Join(", ", Generics)}>",
            Kind is MemberKind.Method or MemberKind.Constructor || Parameters.Count > 0 ? $"({string.Join(", ", Parameters)})" : "",
            Value is null ? "" : " = " + Value,
            string.Concat(Constraints.Select(constraint => $" where {constraint.Key} : {string.Join(", ", constraint.Value)}")),
            Extends is null ? "" : $", extends {Extends}");
}
