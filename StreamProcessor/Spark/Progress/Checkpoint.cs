using System.Globalization;

namespace Streaming.StreamProcessor.Spark.Progress;

/// <summary>
/// A query's checkpoint, as far as it says what was committed: <c>offsets</c> has a file for each batch that was planned, <c>commits</c> one for each that
/// was done, named by number.
/// </summary>
internal sealed class Checkpoint(string folder, string topic)
{
    private const string FileScheme = "file";

    private long _last = -1;

    /// <summary>The checkpoint of a query, or null where its folder is on a file system that this process does not see.</summary>
    public static Checkpoint? Of(SparkOptions options, string query, string topic) =>
        FolderOf(options, query) is { } folder ? new Checkpoint(folder, topic) : null;

    /// <inheritdoc cref="Of"/>
    public static string? FolderOf(SparkOptions options, string query)
    {
        if (Path.IsPathRooted(options.Checkpoint)) return Path.Combine(options.Checkpoint, query);
        var address = new Uri(options.Checkpoint);
        return address.Scheme == FileScheme ? Path.Combine(address.LocalPath, query) : null;
    }

    /// <summary>The batches that were committed since this was last asked, oldest first. The first time, the last one alone.</summary>
    public IReadOnlyList<MicroBatch> TakeCommitted()
    {
        var commits = Path.Combine(folder, "commits");
        if (!Directory.Exists(commits)) return [];

        // Other files are checksums and what is being written.
        var numbers = Directory.EnumerateFiles(commits)
            .Select(path => long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .Where(number => number > _last)
            .Order()
            .ToList();
        if (numbers.Count == 0) return [];

        var known = _last >= 0;
        _last = numbers[^1];
        return [.. (known ? numbers : numbers[^1..]).Select(number => Read(commits, number))];
    }

    /// <summary>Whether the group has read further than the query: then another engine has, since this checkpoint was written.</summary>
    public bool IsBehind(IReadOnlyDictionary<int, long> group) =>
        TakeCommitted() is [.., var last] && last.Next.Any(offset => group.GetValueOrDefault(offset.Key) > offset.Value);

    private MicroBatch Read(string commits, long number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        return MicroBatch.Parse(
            number, File.ReadAllText(Path.Combine(folder, "offsets", name)), topic, File.GetLastWriteTimeUtc(Path.Combine(commits, name)));
    }
}
