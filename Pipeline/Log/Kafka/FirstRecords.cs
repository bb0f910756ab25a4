using System.Collections.Concurrent;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// How long groups have been behind: when the first record was appended that a group has not read. Looked up once for every offset; a group that stands
/// still costs nothing more.
/// </summary>
internal sealed class FirstRecords(ReaderPool readers)
{
    private readonly ConcurrentDictionary<(string Group, TopicPartition Partition), (long Offset, DateTimeOffset AppendedAt)> _known = new();

    /// <summary>Sets the age of each lag. Where only markers of transactions lie before the end, the group has read everything, and gets no lag.</summary>
    public async Task FillAsync(List<GroupOffset> offsets, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<TopicPartition, List<int>>();
        for (var i = 0; i < offsets.Count; i++)
        {
            var offset = offsets[i];
            if (offset.Lag == 0) continue;
            if (_known.TryGetValue((offset.Group, offset.Partition), out var known) && known.Offset == offset.Committed)
                offsets[i] = offset with { LagSince = known.AppendedAt };
            else if (wanted.TryGetValue(offset.Partition, out var others)) others.Add(i);
            else wanted.Add(offset.Partition, [i]);
        }

        // A reader has one position in a partition, so groups that share one take turns.
        for (var turn = 0; wanted.Values.Any(indexes => indexes.Count > turn); turn++)
        {
            var indexes = wanted.Values.Where(indexes => indexes.Count > turn).Select(indexes => indexes[turn]).ToList();
            await LookUpAsync(offsets, indexes, cancellationToken);
        }
    }

    private async Task LookUpAsync(List<GroupOffset> offsets, List<int> indexes, CancellationToken cancellationToken)
    {
        var first = await readers.UseAsync(async reader =>
        {
            await reader.AssignAsync(indexes.Select(i => (offsets[i].Partition, offsets[i].Committed)));
            var appended = await reader.FirstAppendedAsync([.. indexes.Select(i => offsets[i].Partition)], cancellationToken);
            await reader.UnassignAsync();
            return appended;
        });
        foreach (var i in indexes)
        {
            var offset = offsets[i];
            if (!first.TryGetValue(offset.Partition, out var appendedAt)) continue;
            if (appendedAt is { } since)
            {
                _known[(offset.Group, offset.Partition)] = (offset.Committed, since);
                offsets[i] = offset with { LagSince = since };
            }
            else
            {
                offsets[i] = offset with { Committed = offset.End };
            }
        }
    }
}
