using Streaming.Console.Schemas;

namespace Streaming.Tests.Unit.Console;

public sealed class LineDiffTests
{
    [Theory]
    [InlineData("a b c", "a b c", " a  b  c")]
    [InlineData("a c", "a b c", " a +b  c")]
    [InlineData("a b c", "a c", " a -b  c")]
    [InlineData("a b c", "a x c", " a -b +x  c")]
    [InlineData("a b c d", "b c d e", "-a  b  c  d +e")]
    [InlineData("a a a", "a a", " a  a -a")]
    [InlineData("x", "y", "-x +y")]
    [InlineData("a b x c d", "a c x b d", " a -b -x  c +x +b  d")]
    public void Lines_stay_go_or_come(string before, string after, string expected) => Assert.Equal(expected, Show(before, after));

    [Fact]
    public void Either_text_is_what_the_lines_of_its_side_make()
    {
        var random = new Random(6);
        for (var round = 0; round < 200; round++)
        {
            var (before, after) = (Lines(), Lines());
            var lines = LineDiff.Compare(before, after);
            Assert.Equal(before, string.Join('\n', lines.Where(line => line.Change != LineChange.Added).Select(line => line.Text)));
            Assert.Equal(after, string.Join('\n', lines.Where(line => line.Change != LineChange.Removed).Select(line => line.Text)));
        }

        string Lines() => string.Join('\n', Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)('a' + random.Next(4))));
    }

    [Fact]
    public void Texts_that_are_too_long_to_compare_are_replaced_as_a_whole()
    {
        var before = string.Join('\n', Enumerable.Range(0, 3000).Select(line => $"{line}"));
        var after = string.Join('\n', Enumerable.Range(0, 3000).Reverse().Select(line => $"{line}"));

        var lines = LineDiff.Compare(before, after);

        Assert.Equal(3000, lines.Count(line => line.Change == LineChange.Removed));
        Assert.Equal(3000, lines.Count(line => line.Change == LineChange.Added));
    }

    private static string Show(string before, string after) => string.Join(' ', LineDiff.Compare(before.Replace(' ', '\n'), after.Replace(' ', '\n'))
        .Select(line => (line.Change switch { LineChange.Added => "+", LineChange.Removed => "-", _ => " " }) + line.Text));
}
