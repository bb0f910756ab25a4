using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>Holds public members against the file. What it does not say of a member is not compared; a member that it lacks is wrong.</summary>
internal sealed class Comparison(OfficialApi official)
{
    private readonly ILookup<string, OfficialMember> _members = official.Members.ToLookup(member => member.Type);

    public string? Deviation(StandInType type)
    {
        var spaces = official.NamespacesOf(type.Name);
        return spaces.Contains(type.Namespace) ? null
            : spaces.Count == 0 ? $"{type}: official-apis.md knows no such type"
            : $"{type}: official-apis.md has {type.Name} in {string.Join(" or ", spaces.Order(StringComparer.Ordinal))}";
    }

    public string? Deviation(StandInMember member)
    {
        var listed = Listed(member.Type).Where(other => other.Name == member.Name).ToList();
        if (listed.Count == 0) return $"{member}: official-apis.md lists no such member";
        var differences = listed.ConvertAll(other => (Member: other, Difference: Difference(member, other)));
        if (differences.Any(each => each.Difference is null)) return null;
        return $"{member}: " + string.Join(
            "; ", differences.Select(each => $"line {each.Member.Line} says `{each.Member.Text}`, so {each.Difference}").Distinct());
    }

    /// <summary>An interface like <c>ICluster</c> is listed by its one class; an enumeration inside a type, with that type.</summary>
    private IEnumerable<OfficialMember> Listed(StandInType type)
    {
        var own = _members[type.Name];
        if (type.Outer is not null) own = own.Concat(_members[type.Outer]);
        return own.Any() || type.Name[0] != 'I' ? own : _members[type.Name[1..]];
    }

    private static string? Difference(StandInMember has, OfficialMember says)
    {
        var isMethod = has.Kind is MemberKind.Method or MemberKind.Constructor;
        if (has.Kind == MemberKind.Event && says.Parameters is [{ Types: [var handler] }]) return handler == has.Returns ? null : $"its handler is {handler}";
        if (isMethod && says.Parameters is null) return "the parameters are not known";
        if (!isMethod && has.Name != "this[]" && says.Parameters is not null) return "it is a method";
        if (has.Parameters.Count != (says.Parameters?.Count ?? 0)) return $"it has {says.Parameters?.Count ?? 0} parameters";
        if (Generics(has, says) is { } generic) return generic;
        for (var i = 0; i < has.Parameters.Count; i++)
        {
            if (Difference(has.Parameters[i], says.Parameters![i], has.Generics) is { } difference) return $"parameter {i + 1} {difference}";
        }

        return (says.Extends is null || says.Extends == (has.Extends ?? "nothing") ? null : $"it extends {says.Extends}")
            ?? (Returns(has, says) is not { } wanted || Fits(TypeText.WithoutNull(wanted, has.Generics), has.Returns ?? "") ? null : $"it returns {wanted}")
            ?? (says.Value is null || !long.TryParse(says.Value, out _) || says.Value == has.Value ? null : $"its value is {says.Value}");
    }

    private static string? Returns(StandInMember has, OfficialMember says) => says.Returns == OfficialMember.SameAsExtended ? has.Extends : says.Returns;

    private static string? Difference(OfficialParameter has, OfficialParameter says, IReadOnlyList<string> generics) =>
        says.Name is not null && says.Name != has.Name ? $"is named {says.Name}"
        : !says.Types.Any(type => Fits(TypeText.WithoutNull(type, generics), has.Types[0])) ? $"is of type {string.Join(" or ", says.Types)}"
        : says.Modifier != has.Modifier ? $"is marked {says.Modifier ?? "with nothing"}"
        : Default(says.Default) != has.Default ? says.Default is null ? "has no default" : $"has the default {says.Default}"
        : null;

    private static string? Generics(StandInMember has, OfficialMember says)
    {
        var names = says.Generics.Count > 0 ? says.Generics : [.. says.Constraints.Keys];
        if (!names.SequenceEqual(has.Generics))
            return names.Count == 0 ? "it has no type parameters" : $"its type parameters are {string.Join(", ", names)}";
        foreach (var name in names)
        {
            var wanted = says.Constraints.GetValueOrDefault(name) ?? [];
            if (!wanted.SequenceEqual(has.Constraints.GetValueOrDefault(name) ?? []))
                return wanted.Length == 0 ? $"{name} has no constraint" : $"{name} is constrained to {string.Join(", ", wanted)}";
        }

        return null;
    }

    /// <summary>An ellipsis stands for what the file does not say.</summary>
    private static bool Fits(string says, string has) =>
        says == has
        || (says.Contains('…', StringComparison.Ordinal) && Regex.IsMatch(has, $"^{Regex.Escape(says).Replace("…", ".+", StringComparison.Ordinal)}$"));

    private static string? Default(string? text) => text?.Split('.')[^1] switch
    {
        "Infinite" => "-1",
        var value => value,
    };
}
