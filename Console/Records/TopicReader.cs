using Streaming.Pipeline.Log;

namespace Streaming.Console.Records;

/// <summary>What the log holds, by topic.</summary>
internal sealed class TopicReader(ILogAdmin log)
{
    /// <summary>Every topic, by name.</summary>
    public async Task<IReadOnlyList<TopicView>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var partitions = log.GetPartitionsAsync(cancellationToken);
        var groups = log.GetGroupsAsync(cancellationToken);
        await Task.WhenAll(partitions, groups);
        return [.. (await partitions).GroupBy(range => range.Partition.Topic).Select(topic => TopicView.Of(topic.Key, [.. topic], groups.Result))];
    }

    /// <summary>One topic; null when there is none of that name.</summary>
    public async Task<TopicView?> ReadAsync(string topic, CancellationToken cancellationToken) =>
        (await ReadAllAsync(cancellationToken)).FirstOrDefault(view => view.Name == topic);
}
