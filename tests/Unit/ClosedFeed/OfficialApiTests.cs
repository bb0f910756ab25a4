using System.Text.RegularExpressions;
using Streaming.Tests.Harness;
using Streaming.Tests.Unit.ClosedFeed.OfficialApis;

namespace Streaming.Tests.Unit.ClosedFeed;

/// <summary>What compiles with a stand-in compiles with the official package: it has nothing public that the package lacks or has otherwise.</summary>
public sealed partial class OfficialApiTests
{
    public static TheoryData<string> Assemblies => [.. StandIn.All.Select(standIn => standIn.Assembly)];

    [SharedFileTheory(StandIn.File)]
    [MemberData(nameof(Assemblies))]
    public void A_stand_in_has_only_what_the_official_package_has(string assembly)
    {
        var standIn = StandIn.All.Single(each => each.Assembly == assembly);
        var comparison = new Comparison(standIn.Official);
        var members = standIn.Members;

        Assert.NotEmpty(members.Members);
        var deviations = members.Types.Select(comparison.Deviation).Concat(members.Members.Select(comparison.Deviation)).OfType<string>().ToList();
        Assert.True(deviations.Count == 0, string.Join('\n', deviations));
    }

    [SharedFileFact(StandIn.File)]
    public void No_member_of_the_Aspire_hosting_tables_is_overlooked()
    {
        var official = OfficialApi.Read('A', SharedFile.Read(StandIn.File));
        var read = official.Members.Select(member => member.Line).Concat(official.Unread.Select(unread => unread.Line)).ToHashSet();
        var rows = Markdown.Read(SharedFile.Read(StandIn.File)).SkipWhile(line => !line.Text.StartsWith("# A.", StringComparison.Ordinal))
            .TakeWhile(line => !line.Text.StartsWith("# B.", StringComparison.Ordinal)).ToList();
        var variables = rows.SkipWhile(line => !line.Text.StartsWith("## A11.", StringComparison.Ordinal))
            .TakeWhile(line => !line.Text.StartsWith("## A12.", StringComparison.Ordinal));
        var members = rows.Except(variables).Where(line => line.IsRow && !line.IsRule && line.Cells.Take(2).Any(cell => cell is [{ IsCode: true }, ..]));

        Assert.Empty(members.Where(row => !read.Contains(row.Number) && !NoMembers.IsMatch(row.Text)).Select(row => $"{row.Number}: {row.Text}"));
    }

    /// <summary>What they say is in spelled-out.md as soon as a stand-in has it; a new one is to be read, or to be spelled out, not to be skipped.</summary>
    [SharedFileFact(StandIn.File)]
    public void The_rows_of_the_Aspire_hosting_part_that_cannot_be_read_are_known() =>
        Assert.Equal(
            [86, 139, 146, 211, 220, 247, 248, 258, 313, 377],
            OfficialApi.Read('A', SharedFile.Read(StandIn.File)).Unread.Select(unread => unread.Line).Distinct());

    [SharedFileFact(StandIn.File)]
    public void What_is_spelled_out_is_said_in_the_file_or_has_a_source()
    {
        var file = Plain(SharedFile.Read(StandIn.File));
        var rows = Markdown.Read(StandIn.SpelledOut)
            .Where(line => line.IsRow && !line.IsRule && line.Cells[1] is [{ IsCode: true }, ..] or [{ Text: "ctor" }]).ToList();

        Assert.NotEmpty(rows);
        Assert.Empty(rows.Where(row => Cell(row, 4).Length == 0 ? !Source.IsMatch(Cell(row, 5)) : !file.Contains(Plain(Cell(row, 4)), StringComparison.Ordinal))
            .Select(row => $"spelled-out.md:{row.Number}: {row.Text}"));
    }

    private static string Cell(MarkdownLine row, int index) => string.Concat(row.Cells[index].Select(piece => piece.Text)).Trim();

    private static string Plain(string text) => Marks.Replace(text, "");

    [GeneratedRegex(@"[`\\]|\*\*")]
    private static partial Regex Marks { get; }

    [GeneratedRegex(@"^[\w.-]+/[\w.-]+: \S+\.(cs|txt)$")]
    private static partial Regex Source { get; }

    [GeneratedRegex(@"marker interfaces|`: IResourceWithEndpoints`|`: IList<IResource>`")]
    private static partial Regex NoMembers { get; }
}
