using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.StreamProcessor.Topology;

namespace Streaming.StreamProcessor.Spark.Windows;

/// <summary>
/// Says which counts are final and what of them is late, which Spark's windows do not. It is told every row of users_stats in the order of the log: the
/// query's, totals that are not final, and its own. A window is final once a later minute of its partition has come that is past its end by the allowed
/// lateness, and what it gains from then on is late: the same as in process, but that the rows of one micro-batch count as one moment. The same rows
/// give the same state, so it has none to keep: it is told them again after a start. Pure: no clock, no log.
/// </summary>
internal sealed class WindowCloser
{
    private readonly Partition[] _partitions;
    private byte[] _batch = [];

    public WindowCloser(TopologySettings settings)
    {
        _partitions = new Partition[Topics.UsersCreated.Partitions];
        for (var i = 0; i < _partitions.Length; i++) _partitions[i] = new Partition(new MinuteWindows(settings.AllowedLateness, settings.Horizon));
    }

    /// <summary>What was counted, and what of it was late, since it was last asked.</summary>
    public (long Count, long Late) Gained { get; private set; }

    /// <param name="batch">What the rows of one micro-batch have in common; nothing for a row of this object's own.</param>
    public void Add(StatsRow row, ReadOnlySpan<byte> batch)
    {
        var partition = _partitions[row.Partition];
        if (row.Final)
        {
            partition.Windows.Confirm(row);
            return;
        }

        if (!batch.SequenceEqual(_batch))
        {
            EndBatch();
            _batch = batch.ToArray();
        }

        var (count, late) = partition.Windows.Raise(row);
        Gained = (Gained.Count + count, Gained.Late + late);
        partition.Newest = Math.Max(partition.Newest, row.WindowStart);
        partition.HasRows = true;
    }

    /// <summary>Closes what the rows so far are past. To be called when no more of the last micro-batch will come.</summary>
    public void EndBatch()
    {
        foreach (var partition in _partitions)
        {
            if (!partition.HasRows) continue;
            partition.HasRows = false;

            // Whole minutes of lateness: that a window is closed by the first microsecond of a minute or by its last is the same.
            partition.Windows.Close(partition.Newest);
        }
    }

    /// <summary>Closes by the wall clock, when nothing comes in any more that could.</summary>
    public void Close(long time)
    {
        EndBatch();
        foreach (var partition in _partitions) partition.Windows.Close(time);
    }

    /// <summary>The newest minute of a partition, in microseconds; <see cref="long.MinValue"/> before its first row.</summary>
    public long NewestOf(int partition) => _partitions[partition].Newest;

    /// <summary>Writes the rows that are final, or have changed since they are, and forgets what the horizon has passed.</summary>
    public void Publish(int schemaId, RecordWriter output)
    {
        for (var number = 0; number < _partitions.Length; number++)
        {
            var (windows, newest) = (_partitions[number].Windows, _partitions[number].Newest);
            windows.Publish(number, schemaId, output);
            windows.Expire(newest);
        }
    }

    public (long Count, long Late) TakeGained()
    {
        var gained = Gained;
        Gained = default;
        return gained;
    }

    private sealed class Partition(MinuteWindows windows)
    {
        public MinuteWindows Windows { get; } = windows;

        public long Newest { get; set; } = long.MinValue;

        /// <summary>Of the micro-batch that is being told.</summary>
        public bool HasRows { get; set; }
    }
}
