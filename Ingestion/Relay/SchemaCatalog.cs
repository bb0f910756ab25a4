using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;

namespace Streaming.Ingestion.Relay;

/// <summary>The ids under which this service's schemas are registered.</summary>
internal sealed class SchemaCatalog(PostgresSchemaRegistry registry)
{
    /// <exception cref="InvalidOperationException">The setup step has not registered them.</exception>
    public async Task<SchemaIds> GetAsync(CancellationToken cancellationToken) =>
        new(await FindAsync(Topics.UsersCreated, cancellationToken), await FindAsync(Topics.UsersRejected, cancellationToken));

    private async Task<int> FindAsync(Topic topic, CancellationToken cancellationToken) =>
        await registry.FindAsync(EventSchemas.SubjectOf(topic), EventSchemas.Of(topic), cancellationToken)
        ?? throw new InvalidOperationException(
            $"The schema {EventSchemas.SubjectOf(topic)} of this version is not registered. Run Ingestion with the argument setup.");
}
