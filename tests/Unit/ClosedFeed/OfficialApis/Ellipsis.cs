namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

internal static class Ellipsis
{
    /// <summary>
    /// The list with what its ellipsis stands for: at its end the rest of <paramref name="first"/>; at its start <paramref name="previous"/>, up to where both
    /// say the same. Null where there is nothing to take it from.
    /// </summary>
    public static IReadOnlyList<OfficialParameter>? Fill(
        ParameterListText list, IReadOnlyList<OfficialParameter>? first, IReadOnlyList<OfficialParameter>? previous)
    {
        if (list.Parameters.Any(parameter => parameter.Types.Any(type => type.StartsWith('…')))) return null;
        if (list.After) return first is null || first.Count <= list.Parameters.Count ? null : [.. list.Parameters, .. first.Skip(list.Parameters.Count)];
        if (!list.Before) return list.Parameters;
        return previous is null ? null : [.. previous.TakeWhile(parameter => !Meets(parameter, list.Parameters[0])), .. list.Parameters];
    }

    private static bool Meets(OfficialParameter one, OfficialParameter other) =>
        (one.Name is not null && one.Name == other.Name) || (one.Modifier == "params" && other.Modifier == "params");
}
