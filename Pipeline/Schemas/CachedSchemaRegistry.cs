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
}
