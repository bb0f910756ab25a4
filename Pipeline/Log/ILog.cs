namespace Streaming.Pipeline.Log;

/// <summary>
/// The log: topics of partitions, each an ordered sequence of records with contiguous offsets as its readers see them.
/// A reader never sees an offset before all lower ones of its partition are decided.
/// </summary>
public interface ILog
{
    /// <summary>What the log is kept in, as the attribute <c>messaging.system</c> of spans names it.</summary>
    string System { get; }

    /// <summary>Creates the topics that do not exist yet. Only the setup step calls it.</summary>
    Task CreateTopicsAsync(IReadOnlyList<Topic> topics, CancellationToken cancellationToken);

    ILogProducer CreateProducer();

    /// <summary>Joins a consumer group, whose members share the partitions of the topics among them.</summary>
    ILogConsumer CreateConsumer(Subscription subscription);

    /// <summary>Reads a partition outside any group, from an offset up to the end as it is now. The caller disposes the batches.</summary>
    IAsyncEnumerable<RecordBatch> ReadAsync(TopicPartition partition, long fromOffset, CancellationToken cancellationToken);

    /// <summary>The first offset still kept and the next one to be assigned.</summary>
    Task<(long Start, long End)> GetOffsetsAsync(TopicPartition partition, CancellationToken cancellationToken);

    /// <summary>How far each of the groups is in every topic that it reads: where it has committed nothing, at the start.</summary>
    Task<IReadOnlyList<GroupOffset>> GetGroupOffsetsAsync(IReadOnlyList<Subscription> groups, CancellationToken cancellationToken);

    /// <summary>Drops what is past its topic's retention and read by each of the groups that read the topic. Called now and then by one service.</summary>
    Task ApplyRetentionAsync(IReadOnlyList<Topic> topics, IReadOnlyList<Subscription> groups, CancellationToken cancellationToken);
}

/// <summary>How far a group is in one partition.</summary>
/// <param name="Committed">The next offset the group will read.</param>
/// <param name="End">The next offset to be assigned.</param>
/// <param name="LagSince">When the oldest record that the group has not read was appended; null when there is none.</param>
public sealed record GroupOffset(string Group, TopicPartition Partition, long Committed, long End, DateTimeOffset? LagSince)
{
    /// <summary>Records that the group has still to read.</summary>
    public long Lag => Math.Max(0, End - Committed);
}

/// <summary>Appends records. One caller at a time.</summary>
public interface ILogProducer : IAsyncDisposable
{
    /// <summary>Appends all the records, of all partitions, together or not at all; they are durable when it returns. The writer is not cleared.</summary>
    /// <exception cref="LogUnavailableException">Nobody knows whether they were appended; append them again.</exception>
    Task AppendAsync(RecordWriter records, CancellationToken cancellationToken);
}

/// <summary>A member of a consumer group. One caller at a time; leases are kept alive in the background.</summary>
public interface ILogConsumer : IAsyncDisposable
{
    /// <summary>
    /// The partitions of this member as of the last <see cref="ReadAsync"/>, each with the epoch that batches of it bear. Every commit is fenced for all
    /// of them, those with nothing read included.
    /// </summary>
    IReadOnlyList<AssignedPartition> Assigned { get; }

    /// <summary>
    /// The next records of the partitions assigned to this member: any number of batches, in offset order within a partition, bounded in bytes.
    /// Empty when there were none within <paramref name="wait"/>. The caller disposes the batches.
    /// </summary>
    Task<IReadOnlyList<RecordBatch>> ReadAsync(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>
    /// Commits the offsets of all batches read so far; with <paramref name="output"/>, in one atomic step with appending its records.
    /// The writer is not cleared.
    /// </summary>
    /// <exception cref="FencedException">A partition now belongs to another member; nothing was committed. Call <see cref="ResetAsync"/>.</exception>
    /// <exception cref="LogUnavailableException">Nobody knows whether it was committed. Call <see cref="ResetAsync"/>.</exception>
    Task CommitAsync(RecordWriter? output, CancellationToken cancellationToken);

    /// <summary>Forgets what was read and not committed: reading goes on at the committed offsets, under new epochs.</summary>
    Task ResetAsync(CancellationToken cancellationToken);
}

/// <summary>A partition of a consumer and which assignment of it this is; see <see cref="RecordBatch.Epoch"/>.</summary>
public readonly record struct AssignedPartition(TopicPartition Partition, int Epoch);

/// <summary>Another member has taken over a partition that this one was still working on.</summary>
public sealed class FencedException(string message) : Exception(message);

/// <summary>The log could not be reached, or stopped answering in the middle. Worth trying again.</summary>
public sealed class LogUnavailableException(string message, Exception inner) : Exception(message, inner);
