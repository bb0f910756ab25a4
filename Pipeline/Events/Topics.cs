using Streaming.Pipeline.Log;

namespace Streaming.Pipeline.Events;

/// <summary>The pipeline's topics. Those keyed by user share one partition count, so that a user stays in one partition all the way.</summary>
public static class Topics
{
    private const int UserPartitions = 4;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Users as their source had them. Key: id.</summary>
    public static readonly Topic UsersCreated = new("users_created", UserPartitions, Week);

    /// <summary>Users that passed every rule, normalised. Key: id.</summary>
    public static readonly Topic UsersProcessed = new("users_processed", UserPartitions, Week);

    /// <summary>Dead letters: what a rule, or the mapping from the raw record, refused. Key: id, or the raw seq as text.</summary>
    public static readonly Topic UsersRejected = new("users_rejected", 1, TimeSpan.FromDays(90));

    /// <summary>Counts by minute, nationality, gender and partition of <see cref="UsersCreated"/>. Key: these four.</summary>
    public static readonly Topic UsersStats = new("users_stats", 1, Week);

    /// <summary>
    /// Records of users_created, as they came, that the Spark engine leaves to the topology, in partitions of the same numbers. Key: offset
    /// and key there, as <c>1042:key</c>. Nobody outside of StreamProcessor reads it.
    /// </summary>
    public static readonly Topic UsersIrregular = new("users_irregular", UserPartitions, Week);

    /// <summary>Those whose values have a schema.</summary>
    public static readonly IReadOnlyList<Topic> All = [UsersCreated, UsersProcessed, UsersRejected, UsersStats];

    /// <summary>Those that the log keeps.</summary>
    public static readonly IReadOnlyList<Topic> Kept = [.. All, UsersIrregular];
}

/// <summary>The consumer groups, named after the service that reads.</summary>
public static class Groups
{
    public static readonly Subscription Processor = new("processor", Topics.UsersCreated);
    public static readonly Subscription Sink = new("sink", Topics.UsersProcessed, Topics.UsersStats);

    /// <summary>The Spark engine's own; without that engine the topic stays empty.</summary>
    public static readonly Subscription Irregular = new("processor-irregular", Topics.UsersIrregular);

    public static readonly IReadOnlyList<Subscription> All = [Processor, Sink, Irregular];
}
