using Streaming.Pipeline.Log;

namespace Streaming.Pipeline.Events;

/// <summary>
/// The JSON Schemas of the topics' values, each in its own file. They are closed (no additional properties): then a field that is added and not required
/// is a backward-compatible change, which it is not in an open one, where old records could hold anything under its name.
/// </summary>
public static class EventSchemas
{
    /// <summary>The name a topic's schema is registered under.</summary>
    public static string SubjectOf(Topic topic) => $"{topic.Name}-value";

    /// <summary>The schema's text.</summary>
    public static string Of(Topic topic)
    {
        using var resource = typeof(EventSchemas).Assembly.GetManifestResourceStream(typeof(EventSchemas), $"Schemas.{SubjectOf(topic)}.json")
            ?? throw new ArgumentException($"There is no schema of {topic.Name}.", nameof(topic));
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
