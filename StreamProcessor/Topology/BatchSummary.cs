using System.Runtime.InteropServices;

namespace Streaming.StreamProcessor.Topology;

/// <summary>What became of the records of one step; read once the step is committed.</summary>
internal sealed class BatchSummary
{
    public int Records { get; set; }

    public int Accepted { get; set; }

    public int Rejected { get; set; }

    public int Duplicates { get; set; }

    public int Late { get; set; }

    public int BeyondHorizon { get; set; }

    /// <summary>How many records broke each rule.</summary>
    public Dictionary<string, int> Rules { get; } = [];

    public void Broken(string rule) => CollectionsMarshal.GetValueRefOrAddDefault(Rules, rule, out _)++;

    public void Clear()
    {
        Records = Accepted = Rejected = Duplicates = Late = BeyondHorizon = 0;
        Rules.Clear();
    }
}
