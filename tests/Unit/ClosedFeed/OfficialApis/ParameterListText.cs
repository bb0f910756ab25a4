using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>A list of parameters as the file writes it, with what it leaves out.</summary>
/// <param name="Before">It begins with an ellipsis: what comes first stands in the overload before.</param>
/// <param name="After">It ends with one: the rest stands in the overload before.</param>
internal sealed partial record ParameterListText(IReadOnlyList<OfficialParameter> Parameters, bool Before, bool After)
{
    /// <summary>One list, or one more for each choice: <c>a[, b]</c> has or lacks its end; <c>Column, object | string</c> is one or the other.</summary>
    public static IReadOnlyList<ParameterListText> Read(string text)
    {
        if (Optional.Match(text) is { Success: true } optional)
        {
            var without = text[..optional.Index] + text[(optional.Index + optional.Length)..];
            var with = text[..optional.Index] + optional.Groups[1].Value + text[(optional.Index + optional.Length)..];
            return [.. Read(without), .. Read(with)];
        }

        // A choice of whole lists has no names: `Column, params Column[] | string, params string[]`. One with names is a choice of that parameter alone.
        var choices = SignatureText.Split(text, '|');
        return choices.Count > 1 && choices.All(choice => !Named.IsMatch(choice.Trim())) && choices.Any(choice => SignatureText.Split(choice, ',').Count > 1)
            && text.Contains(" | ", StringComparison.Ordinal)
            ? [.. choices.SelectMany(Read)]
            : [.. Alternatives(text).Select(One)];
    }

    /// <summary><c>string resourceId | IResource resource, string commandName</c>: the choice is of names also, so it makes two lists.</summary>
    private static IEnumerable<string> Alternatives(string text)
    {
        var parts = SignatureText.Split(text, ',');
        var choice = parts.Index().FirstOrDefault(part => part.Item.Contains(" | ", StringComparison.Ordinal));
        return choice.Item is null
            ? [text]
            : choice.Item.Split(" | ").Select(option => string.Join(',', [.. parts.Take(choice.Index), option, .. parts.Skip(choice.Index + 1)]));
    }

    private static ParameterListText One(string text)
    {
        var parts = SignatureText.Split(text, ',').Select(part => part.Trim())
            .Where(part => part.Length > 0 && !part.StartsWith("this ", StringComparison.Ordinal)).ToList();
        var before = parts is ["…", _, ..];
        var after = parts.Count > 1 && parts[^1] == "…";
        return new([.. parts.Skip(before ? 1 : 0).SkipLast(after ? 1 : 0).Where(part => part is not "–" and not "-").Select(Parameter)], before, after);
    }

    private static OfficialParameter Parameter(string text)
    {
        var match = Shape.Match(text);
        if (!match.Success) return new([text], null, null, null);
        string? Group(string name) => match.Groups[name].Value.Trim() is { Length: > 0 } value ? value : null;
        var types = SignatureText.Split(Group("type")!, '|').Select(type => TypeText.Normal(type.Trim()));
        return new([.. types], Group("name")?.TrimStart('@'), Group("default"), Group("modifier"));
    }

    [GeneratedRegex(@"\[((?:[^\[\]]|\[\])+)\]")]
    private static partial Regex Optional { get; }

    [GeneratedRegex(@"^(?:params |in |out )?[\w.<>,?\[\]]+ \w+$")]
    private static partial Regex Named { get; }

    [GeneratedRegex(@"^(?<modifier>(?:params|in|out|ref) )?(?<type>[^\s=<]+(?:<.+>)?[^\s=]*)(?<name> @?\w+)?(?: = (?<default>.+))?$")]
    private static partial Regex Shape { get; }
}
