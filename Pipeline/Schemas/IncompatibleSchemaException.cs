using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas.Compatibility;

namespace Streaming.Pipeline.Schemas;

/// <summary>A schema can't follow the latest version of its subject. No retry helps: the schema, or the service's version, has to be mended.</summary>
public sealed class IncompatibleSchemaException : LoopFaultedException
{
    private const string Advice = "Values of that version lie on the log, and a reader with this schema would not understand them.";

    /// <param name="latest">The version that it can't follow.</param>
    /// <param name="found">What is incompatible, field by field; may be empty when a remote registry sees more than we do.</param>
    /// <param name="verdict">The registry's own words, where it has any.</param>
    public IncompatibleSchemaException(string subject, SchemaVersion latest, IReadOnlyList<Incompatibility> found, string? verdict = null)
        : base($"{subject} is not compatible with its version {latest.Version}: {Explain(found, verdict)}. {Advice}")
    {
        Subject = subject;
        Found = found;
    }

    public string Subject { get; }

    public IReadOnlyList<Incompatibility> Found { get; }

    private static string Explain(IReadOnlyList<Incompatibility> found, string? verdict) =>
        found.Count > 0 ? string.Join("; ", found) : verdict ?? "the registry refuses it without a reason";
}
