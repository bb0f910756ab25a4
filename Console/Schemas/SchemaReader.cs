using System.Text.Encodings.Web;
using System.Text.Json;
using Streaming.Pipeline.Schemas;

namespace Streaming.Console.Schemas;

/// <summary>A subject with the numbers of its versions, ascending.</summary>
internal sealed record SubjectView(string Name, IReadOnlyList<int> Versions);

/// <summary>A version of a subject, and the one that it is compared with.</summary>
/// <param name="Shown">Its text is indented anew, as white space means nothing.</param>
/// <param name="Before">Null for the first version.</param>
internal sealed record VersionView(IReadOnlyList<int> Versions, SchemaVersion Shown, SchemaVersion? Before);

internal sealed class SchemaReader(ISchemaRegistry registry)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null where there are none.</returns>
    public async Task<IReadOnlyList<SubjectView>?> ReadAllAsync(CancellationToken cancellationToken)
    {
        var subjects = new List<SubjectView>();
        foreach (var subject in await registry.GetSubjectsAsync(cancellationToken))
            subjects.Add(new SubjectView(subject, await registry.GetVersionsAsync(subject, cancellationToken)));
        return subjects.Count == 0 ? null : subjects;
    }

    /// <param name="version">The latest unless given.</param>
    /// <param name="before">What it is compared with; the version before it unless given, nothing when 0.</param>
    /// <returns>Null where there is no such subject or version.</returns>
    public async Task<VersionView?> ReadAsync(string subject, int? version, int? before, CancellationToken cancellationToken)
    {
        var versions = await registry.GetVersionsAsync(subject, cancellationToken);
        if (versions.Count == 0) return null;

        var number = version ?? versions[^1];
        var older = before ?? versions.LastOrDefault(other => other < number);
        return await registry.GetVersionAsync(subject, number, cancellationToken) is { } shown
            ? new VersionView(versions, Indent(shown), older == 0 ? null : await FindAsync(subject, older, cancellationToken))
            : null;
    }

    /// <summary>Whether a text could be the subject's next version, in words.</summary>
    public async Task<SchemaVerdict> CheckAsync(string subject, string text, CancellationToken cancellationToken)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            if (parsed.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
                return SchemaVerdict.No("A JSON Schema is an object; this is another value.");
        }
        catch (JsonException broken)
        {
            return SchemaVerdict.No($"This is no JSON: see line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}.");
        }

        try
        {
            if (await registry.FindAsync(subject, text, cancellationToken) is { } id) return SchemaVerdict.Yes($"It is registered already, with id {id}.");
            await registry.CheckAsync(subject, text, cancellationToken);
            return SchemaVerdict.Yes("It could be the next version: who reads with it understands what was written under the latest version.");
        }
        catch (IncompatibleSchemaException incompatible)
        {
            return SchemaVerdict.No(
                "It could not be the next version: who reads with it would not understand all that was written under the latest version.",
                incompatible.Found.Count > 0 ? [.. incompatible.Found.Select(found => found.ToString())] : [incompatible.Message]);
        }
    }

    private async Task<SchemaVersion?> FindAsync(string subject, int version, CancellationToken cancellationToken) =>
        await registry.GetVersionAsync(subject, version, cancellationToken) is { } found ? Indent(found) : null;

    private static SchemaVersion Indent(SchemaVersion version)
    {
        try
        {
            using var parsed = JsonDocument.Parse(version.Schema);
            return version with { Schema = JsonSerializer.Serialize(parsed.RootElement, Indented) };
        }
        catch (JsonException)
        {
            // Other programs register other kinds of schemas, too.
            return version;
        }
    }
}

/// <summary>Whether a schema is compatible, and why.</summary>
internal sealed record SchemaVerdict(bool IsCompatible, string Words, IReadOnlyList<string> Reasons)
{
    public static SchemaVerdict Yes(string words) => new(true, words, []);

    public static SchemaVerdict No(string words, params IReadOnlyList<string> reasons) => new(false, words, reasons);
}
