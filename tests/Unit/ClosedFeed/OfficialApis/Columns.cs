namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>Which column of a table says what, by its header.</summary>
internal sealed record Columns(int? Type, int? Member, int? Parameters, int? Returns, int? Constraint)
{
    public bool ListsMembers => Member is not null || Parameters is not null;

    public static Columns Of(MarkdownLine header, Section section)
    {
        var names = header.Cells.Select(cell => cell.Count > 0 ? cell[0].Text : "").ToList();
        int? Find(params string[] starts) =>
            names.FindIndex(name => starts.Any(start => name.StartsWith(start, StringComparison.Ordinal))) is var at and >= 0 ? at : null;
        var member = Find("Member", "Constructor", "Setter");
        var type = Find("Type");
        return new(type, member, member is null && section.Method is null ? null : Find("Parameters"), Find("Returns"), Find("Constraint"));
    }

    public IReadOnlyList<Piece> Cell(MarkdownLine row, int? column) => column is { } at && at < row.Cells.Count ? row.Cells[at] : [];

    public IEnumerable<IReadOnlyList<Piece>> All(MarkdownLine row) => row.Cells;
}
