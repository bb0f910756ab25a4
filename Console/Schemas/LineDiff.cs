namespace Streaming.Console.Schemas;

internal enum LineChange
{
    Same,
    Removed,
    Added,
}

internal readonly record struct DiffLine(LineChange Change, string Text);

/// <summary>What is different between two texts, line by line, as a longest common subsequence shows it.</summary>
internal static class LineDiff
{
    /// <summary>Beyond that many pairs of lines all that differs is shown as replaced.</summary>
    private const long MostPairs = 4_000_000;

    public static IReadOnlyList<DiffLine> Compare(string before, string after)
    {
        string[] old = before.Split('\n'), next = after.Split('\n');
        var head = 0;
        while (head < old.Length && head < next.Length && old[head] == next[head]) head++;
        var tail = 0;
        while (tail < old.Length - head && tail < next.Length - head && old[^(tail + 1)] == next[^(tail + 1)]) tail++;

        var lines = new List<DiffLine>(old.Length);
        lines.AddRange(old[..head].Select(Same));
        CompareMiddle(old.AsSpan(head..^tail), next.AsSpan(head..^tail), lines);
        lines.AddRange(old[^tail..].Select(Same));
        return lines;
    }

    private static DiffLine Same(string text) => new(LineChange.Same, text);

    private static void CompareMiddle(ReadOnlySpan<string> old, ReadOnlySpan<string> next, List<DiffLine> lines)
    {
        var common = (long)old.Length * next.Length <= MostPairs ? CommonLengths(old, next) : new int[1, 1];
        int i = 0, j = 0;
        while (i < old.Length || j < next.Length)
        {
            if (i < old.Length && j < next.Length && common.Length > 1 && old[i] == next[j])
            {
                lines.Add(Same(old[i++]));
                j++;
            }
            else if (i < old.Length && (j == next.Length || common.Length == 1 || common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new(LineChange.Removed, old[i++]));
            }
            else
            {
                lines.Add(new(LineChange.Added, next[j++]));
            }
        }
    }

    /// <summary>For each pair of positions, how many lines the rests have in common.</summary>
    private static int[,] CommonLengths(ReadOnlySpan<string> old, ReadOnlySpan<string> next)
    {
        var common = new int[old.Length + 1, next.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = next.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == next[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }
}
