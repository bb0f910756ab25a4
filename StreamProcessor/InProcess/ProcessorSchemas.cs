using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;
using Streaming.StreamProcessor.Topology;

namespace Streaming.StreamProcessor.InProcess;

/// <summary>The ids of the schemas that the topology reads and writes; ids of newer versions are looked up as records with them come.</summary>
internal sealed class ProcessorSchemas
{
    private readonly KnownSchemas _created;

    private ProcessorSchemas(KnownSchemas created, SchemaIds ids)
    {
        _created = created;
        Ids = ids;
    }

    public SchemaIds Ids { get; }

    /// <exception cref="InvalidOperationException">A schema of this service is not registered (yet).</exception>
    public static async Task<ProcessorSchemas> LoadAsync(
        ISchemaRegistry registry, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var created = new KnownSchemas(registry, time, logger);
        created.Add(await registry.FindOwnAsync(Topics.UsersCreated, cancellationToken));
        return new ProcessorSchemas(created, new SchemaIds(
            created.Ids,
            await registry.FindOwnAsync(Topics.UsersProcessed, cancellationToken),
            await registry.FindOwnAsync(Topics.UsersRejected, cancellationToken),
            await registry.FindOwnAsync(Topics.UsersStats, cancellationToken)));
    }

    /// <inheritdoc cref="KnownSchemas.LearnAsync"/>
    public ValueTask LearnAsync(RecordBatch batch, CancellationToken cancellationToken) => _created.LearnAsync(batch, cancellationToken);
}
