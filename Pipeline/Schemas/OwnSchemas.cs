using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Pipeline.Schemas;

/// <summary>The schemas that a service was built with.</summary>
public static class OwnSchemas
{
    /// <summary>The id of this version's schema of a topic.</summary>
    /// <exception cref="IncompatibleSchemaException">It is not registered and could not be: this version does not fit what lies on the log.</exception>
    /// <exception cref="InvalidOperationException">It is not registered yet.</exception>
    public static async Task<int> FindOwnAsync(this ISchemaRegistry registry, Topic topic, CancellationToken cancellationToken)
    {
        var (subject, schema) = (EventSchemas.SubjectOf(topic), EventSchemas.Of(topic));
        if (await registry.FindAsync(subject, schema, cancellationToken) is { } id) return id;

        await registry.CheckAsync(subject, schema, cancellationToken);
        throw new InvalidOperationException($"The schema {subject} of this version is not registered. Run Ingestion with the argument setup.");
    }
}
