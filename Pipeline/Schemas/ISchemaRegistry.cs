namespace Streaming.Pipeline.Schemas;

/// <summary>
/// Where the schemas of the log's values are registered, as versions of a subject, each BACKWARD compatible with the one before: a reader with the new
/// schema understands what was written under the old one. A schema that is registered never changes, nor does its id. When the registry can't be
/// asked, every method throws an exception that says nothing about the schema: ask again later.
/// </summary>
public interface ISchemaRegistry
{
    /// <summary>Creates what the registry itself needs and lacks. Only the setup step calls it.</summary>
    Task SetUpAsync(CancellationToken cancellationToken);

    /// <summary>Registers a schema as the subject's next version; one that is registered already, whatever its white space, keeps its id.</summary>
    /// <returns>The id that goes before each value on the log.</returns>
    /// <exception cref="IncompatibleSchemaException">It is not compatible with the subject's latest version.</exception>
    Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken);

    /// <summary>The id of a schema that is registered under the subject; null when it is not (yet).</summary>
    Task<int?> FindAsync(string subject, string schema, CancellationToken cancellationToken);

    /// <summary>The text of the schema with this id; null when there is none (yet).</summary>
    Task<string?> GetAsync(int id, CancellationToken cancellationToken);

    /// <summary>Asks whether a schema could become the subject's next version; nothing is registered. A subject without versions takes any.</summary>
    /// <exception cref="IncompatibleSchemaException">It could not.</exception>
    Task CheckAsync(string subject, string schema, CancellationToken cancellationToken);

    /// <summary>The names of all subjects, those of other programs too, in order.</summary>
    Task<IReadOnlyList<string>> GetSubjectsAsync(CancellationToken cancellationToken);

    /// <summary>The numbers of a subject's versions, ascending; none when there is no such subject.</summary>
    Task<IReadOnlyList<int>> GetVersionsAsync(string subject, CancellationToken cancellationToken);

    /// <summary>A version of a subject; null when there is none (yet).</summary>
    Task<SchemaVersion?> GetVersionAsync(string subject, int version, CancellationToken cancellationToken);
}

/// <summary>A version of a subject.</summary>
/// <param name="Id">What goes before the values that are written under it.</param>
public sealed record SchemaVersion(int Version, int Id, string Schema);
