namespace Streaming.Pipeline.Log;

/// <summary>A consumer group and the topics that it reads, whether or not it has begun to.</summary>
/// <param name="Group">Lower-case letters, digits, underscores and hyphens.</param>
public sealed record Subscription(string Group, params IReadOnlyList<Topic> Topics);
