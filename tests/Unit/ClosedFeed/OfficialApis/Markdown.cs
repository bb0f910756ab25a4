using System.Text;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>A run of prose, or what stands between two back ticks.</summary>
internal sealed record Piece(string Text, bool IsCode);

/// <param name="Number">From one, as an editor counts.</param>
/// <param name="Cells">Of a table's row, or one of a line of prose.</param>
internal sealed record MarkdownLine(int Number, string Text, IReadOnlyList<IReadOnlyList<Piece>> Cells)
{
    public bool IsRow => Text.StartsWith('|');

    public bool IsHeading => Text.StartsWith('#');

    /// <summary>The row of hyphens below a table's header.</summary>
    public bool IsRule => IsRow && Text.All(c => c is '|' or '-' or ' ');
}

/// <summary>As much of Markdown as the file uses: headings, tables, lines of prose, code in back ticks.</summary>
internal static class Markdown
{
    public static IReadOnlyList<MarkdownLine> Read(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select((line, index) => Line(line, index + 1))];

    private static MarkdownLine Line(string line, int number)
    {
        if (!line.StartsWith('|')) return new(number, line, [Pieces(line)]);
        var cells = new List<IReadOnlyList<Piece>>();
        var cell = new StringBuilder();
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == '|') cell.Append(line[++i]);
            else if (line[i] != '|') cell.Append(line[i]);
            else
            {
                cells.Add(Pieces(cell.ToString().Trim()));
                cell.Clear();
            }
        }

        return new(number, line, cells);
    }

    private static Piece[] Pieces(string text) =>
    [
        .. text.Replace("**", "", StringComparison.Ordinal).Split('`')
            .Select((part, index) => new Piece(part, index % 2 == 1)).Where(piece => piece.Text.Length > 0),
    ];
}
