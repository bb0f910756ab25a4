using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>A cell of a table that lists the parameters of a member, one list for each overload.</summary>
internal sealed partial class ParameterCell
{
    private readonly List<IReadOnlyList<OfficialParameter>> _lists = [];
    private readonly List<string> _unread = [];

    /// <param name="above">The lists of the row above, which "same" means.</param>
    public ParameterCell(IReadOnlyList<Piece> pieces, IReadOnlyList<IReadOnlyList<OfficialParameter>>? above)
    {
        var before = "";
        var each = false;
        var depth = 0;
        foreach (var piece in pieces)
        {
            if (!piece.IsCode)
            {
                depth += piece.Text.Count(c => c == '(') - piece.Text.Count(c => c == ')');
                if (depth > 0 && piece.Text.Contains("one with", StringComparison.Ordinal)) _unread.Add($"\"{piece.Text.Trim()}\"");
                before = Parenthesis.Replace(piece.Text, "");
                if (before.Contains("plus one of: nothing", StringComparison.Ordinal)) each = true;
                else if (before.Trim().StartsWith("same", StringComparison.Ordinal) && pieces.Count == 1) Same(before, above);
                else if (!Separator.IsMatch(before)) _unread.Add($"\"{before.Trim()}\"");
                if (before.Contains('–', StringComparison.Ordinal)) _lists.Add([]);
                if (ReturnsText.Match(before) is { Success: true } returns) Returns = returns.Groups[1].Value;
            }
            else if (before.Contains('→', StringComparison.Ordinal)) Returns = TypeText.Normal(piece.Text);
            else if (depth > 0 && !before.TrimEnd().EndsWith('+')) continue;
            else if (Section.Constraint(piece.Text) is null && _unread.Count == 0)
            {
                var plus = piece.Text.StartsWith('+') || before.TrimEnd().EndsWith('+') || each;
                foreach (var list in ParameterListText.Read(piece.Text.TrimStart('+', ' '))) Add(list, plus, above, piece.Text);
            }
        }
    }

    public IReadOnlyList<IReadOnlyList<OfficialParameter>> Lists => _lists;

    public IReadOnlyList<string> Unread => _unread;

    public string? Returns { get; private set; }

    private void Add(ParameterListText list, bool plus, IReadOnlyList<IReadOnlyList<OfficialParameter>>? above, string text)
    {
        if (plus && _lists.Count > 0) list = list with { Parameters = [.. _lists[0], .. list.Parameters] };
        var same = list.Parameters is [.., { Types: ["…same"] }];
        if (same) list = list with { Parameters = [.. list.Parameters.SkipLast(1)], After = true };
        var first = same ? above?[0] : _lists.FirstOrDefault() ?? above?[0];
        if (Ellipsis.Fill(list, first, _lists.LastOrDefault()) is { } parameters) _lists.Add(parameters);
        else _unread.Add($"the ellipsis of \"{text}\"");
    }

    private void Same(string text, IReadOnlyList<IReadOnlyList<OfficialParameter>>? above)
    {
        if (above is not null && SameForms.IsMatch(text.Trim())) _lists.AddRange(above);
        else _unread.Add($"\"{text.Trim()}\"");
    }

    [GeneratedRegex(@"\((?!\+)[^()]*\)|\((?!\+)[^()]*$|^[^()]*\)")]
    private static partial Regex Parenthesis { get; }

    [GeneratedRegex(@"^[\s/;,()+–]*(?:or|where|nothing|→(?: \w+)?)?[\s/;,()+–]*$")]
    private static partial Regex Separator { get; }

    [GeneratedRegex(@"→ (\w+)$")]
    private static partial Regex ReturnsText { get; }

    [GeneratedRegex(@"^same(?: (?:one|two|three|six))?(?: forms)?$")]
    private static partial Regex SameForms { get; }
}
