using System.Runtime.InteropServices;
using Streaming.Pipeline.Events;

namespace Streaming.StreamProcessor.Topology;

/// <summary>The counts of one minute of <c>ingested_at</c> in one partition.</summary>
internal sealed class Window
{
    private readonly Dictionary<WindowKey, Cell> _cells = [];
    private readonly List<WindowKey> _changed = [];

    /// <summary>Whether the window was closed; what comes then is late.</summary>
    public bool Final { get; private set; }

    public bool HasChanges => _changed.Count > 0;

    public void Add(WindowKey key, bool late)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, key, out _);
        cell.Count++;
        if (late) cell.Late++;
        if (cell.Changed) return;
        cell.Changed = true;
        _changed.Add(key);
    }

    /// <summary>Takes a count over as it was published.</summary>
    public void Restore(WindowKey key, in StatsRow row)
    {
        _cells[key] = new Cell { Count = row.Count, Late = row.Late };
        Final |= row.Final;
    }

    /// <summary>Takes over how many there are by now; what a final window has gained is late. Returns the gain.</summary>
    public (long Count, long Late) Raise(WindowKey key, long total)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, key, out _);
        var gain = total - cell.Count;
        if (gain <= 0) return default;

        cell.Count = total;
        if (!Final) return (gain, 0);
        cell.Late += gain;
        if (!cell.Changed) _changed.Add(key);
        cell.Changed = true;
        return (gain, gain);
    }

    public long CountOf(WindowKey key) => _cells.GetValueOrDefault(key).Count;

    /// <summary>Makes the window final: every count is to be published once more.</summary>
    public void Close()
    {
        Final = true;
        _changed.Clear();
        _changed.AddRange(_cells.Keys);
        foreach (var key in _changed) CollectionsMarshal.GetValueRefOrNullRef(_cells, key).Changed = true;
    }

    /// <summary>Takes the counts that have changed since they were last taken.</summary>
    public IEnumerable<StatsRow> TakeChanged(long start, int partition)
    {
        foreach (var key in _changed)
        {
            var cell = _cells[key];
            if (!cell.Changed) continue;
            _cells[key] = cell with { Changed = false };
            yield return new StatsRow(start, WindowKey.TextOf(key.Nationality), WindowKey.TextOf(key.Gender), partition, cell.Count, cell.Late, Final);
        }

        _changed.Clear();
    }

    public void Clear()
    {
        _cells.Clear();
        _changed.Clear();
        Final = false;
    }

    private record struct Cell(long Count, long Late, bool Changed);
}
