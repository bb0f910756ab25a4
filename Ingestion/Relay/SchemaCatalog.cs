using Streaming.Pipeline.Events;
using Streaming.Pipeline.Schemas;

namespace Streaming.Ingestion.Relay;

/// <summary>The ids under which this service's schemas are registered.</summary>
internal sealed class SchemaCatalog(ISchemaRegistry registry)
{
    /// <exception cref="InvalidOperationException">The setup step has not registered them.</exception>
    public async Task<SchemaIds> GetAsync(CancellationToken cancellationToken) => new(
        await registry.FindOwnAsync(Topics.UsersCreated, cancellationToken),
        await registry.FindOwnAsync(Topics.UsersRejected, cancellationToken));
}
