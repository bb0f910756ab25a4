using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.Repository;

public sealed partial class StyleTests
{
    private const int LongestLine = 160;

    /// <summary>Seams that the design names, whose second implementation comes with the next kind of server.</summary>
    private static readonly string[] Seams = ["ILog", "ILogProducer", "ILogConsumer", "ITableStore"];

    [Fact]
    public void The_repository_is_found() => Assert.InRange(RepositoryFiles.Code.Count, 100, 10_000);

    [Fact]
    public void No_file_is_long() =>
        Assert.Empty(RepositoryFiles.Code.Where(file => file.LineCount > (file.IsTest ? 600 : 400)).Select(file => $"{file.Path}: {file.LineCount} lines"));

    [Fact]
    public void Most_files_are_short()
    {
        var counts = RepositoryFiles.Code.Select(file => file.LineCount).Order().ToList();
        Assert.InRange(counts[counts.Count / 2], 1, 79);
    }

    [Fact]
    public void No_line_is_long() => Assert.Empty(
        from file in RepositoryFiles.Code
        from line in file.Lines.Index()
        where line.Item.Length > LongestLine && !(file.IsTest && SampleData.IsMatch(line.Item))
        select $"{file.Path}:{line.Index + 1}: {line.Item.Length} characters");

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\.(Utc)?Now\b", "time comes from TimeProvider")]
    [InlineData(@"\basync\s+void\b", "nobody sees its exception")]
    [InlineData(@"^\s*#region\b", "a file that needs regions needs to be two")]
    [InlineData(@"\bThread\.Sleep\b", "it holds a thread and no token ends it")]
    [InlineData(@"\b(TODO|FIXME|HACK|XXX)\b", "what is left to do is an issue")]
    [InlineData(@"\bNotImplementedException\b", "what is not there is not offered")]
    public void Product_code_does_without(string pattern, string because)
    {
        var found = from file in RepositoryFiles.Code
                    where !file.IsTest
                    from line in file.Lines.Index()
                    where Regex.IsMatch(line.Item, pattern)
                    select $"{file.Path}:{line.Index + 1}: {because}";
        Assert.Empty(found);
    }

    [Fact]
    public void An_interface_has_two_implementations_or_is_a_seam_of_the_design()
    {
        var code = RepositoryFiles.Code.Where(file => !file.IsStandIn).ToList();
        var interfaces = code.SelectMany(file => Interface.Matches(file.Text)).Select(match => match.Groups[1].Value);
        Assert.DoesNotContain(interfaces.Except(Seams), name => code.Sum(file => Implementations(file, name)) < 2);
    }

    [Theory]
    [InlineData("Ingestion", 30)]
    [InlineData("StreamProcessor", 30)]
    [InlineData("CassandraSink", 30)]
    [InlineData("SampleSource", 30)]
    [InlineData("AppHost", 120)]
    public void A_program_is_read_at_a_glance(string project, int most) =>
        Assert.InRange(RepositoryFiles.Code.Single(file => file.Path == $"{project}/Program.cs").LineCount, 1, most);

    private static int Implementations(RepositoryFile file, string name) =>
        Regex.Count(file.Text, $@"\b(?:class|struct|record)\s[^;{{}}]*?:[^;{{}}]*\b{name}\b");

    [GeneratedRegex(@"\binterface\s+(I\w+)")]
    private static partial Regex Interface { get; }

    /// <summary>A record as it comes, which cannot be broken: in a raw string, alone on a line or not, or in a long literal.</summary>
    [GeneratedRegex(""" "{3} | ^\s*[{"] | "[^"]{100,}" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex SampleData { get; }
}
