using System.Collections.Concurrent;

namespace Streaming.Pipeline.Schemas;

/// <summary>
/// Keeps what a registry has said. That a schema is registered stays true for ever, so it is asked for once and known while the registry is away; that one
/// is not may change at any moment, so it is not kept.
/// </summary>
public sealed class CachedSchemaRegistry(ISchemaRegistry registry) : ISchemaRegistry
{
    private readonly ConcurrentDictionary<(string Subject, string Schema), int> _ids = new();
    private readonly ConcurrentDictionary<int, string> _schemas = new();
    private readonly ConcurrentDictionary<(string Subject, int Version), SchemaVersion> _versions = new();

    public Task SetUpAsync(CancellationToken cancellationToken) => registry.SetUpAsync(cancellationToken);

    /// <remarks>It is asked each time: the setup step has to see for itself that it is there.</remarks>
    public async Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken) =>
        _ids[(subject, schema)] = await registry.RegisterAsync(subject, schema, cancellationToken);

    public async Task<int?> FindAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        if (_ids.TryGetValue((subject, schema), out var known)) return known;
        var found = await registry.FindAsync(subject, schema, cancellationToken);
        if (found is { } id) _ids[(subject, schema)] = id;
        return found;
    }

    public async Task<string?> GetAsync(int id, CancellationToken cancellationToken)
    {
        if (_schemas.TryGetValue(id, out var known)) return known;
        var found = await registry.GetAsync(id, cancellationToken);
        if (found is not null) _schemas[id] = found;
        return found;
    }

    public Task CheckAsync(string subject, string schema, CancellationToken cancellationToken) => registry.CheckAsync(subject, schema, cancellationToken);

    public Task<IReadOnlyList<string>> GetSubjectsAsync(CancellationToken cancellationToken) => registry.GetSubjectsAsync(cancellationToken);

    public Task<IReadOnlyList<int>> GetVersionsAsync(string subject, CancellationToken cancellationToken) =>
        registry.GetVersionsAsync(subject, cancellationToken);

    public async Task<SchemaVersion?> GetVersionAsync(string subject, int version, CancellationToken cancellationToken)
    {
        if (_versions.TryGetValue((subject, version), out var known)) return known;
        var found = await registry.GetVersionAsync(subject, version, cancellationToken);
        if (found is not null) _versions[(subject, version)] = found;
        return found;
    }
}
