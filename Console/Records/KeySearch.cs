using System.Diagnostics;
using Streaming.Pipeline.Log;

namespace Streaming.Console.Records;

/// <summary>
/// A search for the records of a key, from a partition's end to its start. A run stops when it has found some or has taken long; the next one goes on there.
/// </summary>
internal sealed class KeySearch(ILogAdmin log, PartitionRange range, byte[] key)
{
    public const int MostFound = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly List<RecordView> _found = [];
    private long _position = range.End;

    public PartitionRange Range => range;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RecordView> Found => _found;

    /// <summary>How many offsets were looked at.</summary>
    public long Looked => range.End - _position;

    /// <summary>Whether all was looked at.</summary>
    public bool IsOver => _position <= range.Start;

    /// <param name="progressed">Called after each step.</param>
    public async Task RunAsync(Func<Task> progressed, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await foreach (var step in log.ScanBackAsync(range, _position, MostFound, key, cancellationToken))
        {
            _found.AddRange(step.Records.Select(record => new RecordView(record)));
            _position = step.Position;
            await progressed();
            if (Stopwatch.GetElapsedTime(started) > Longest) return;
        }
    }
}
