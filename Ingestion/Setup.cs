using Npgsql;
using Streaming.Ingestion.RawStore;
using Streaming.Ingestion.Relay;
using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;

namespace Streaming.Ingestion;

/// <summary>
/// Creates what does not exist yet: tables, publication, replication slot, topics, schemas. Services wait for it; it may be run again at any time.
/// </summary>
internal sealed class Setup(NpgsqlDataSource database, ReplicationSlot slot, ILog log, ISchemaRegistry registry, ILogger<Setup> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // First the gate: a version whose schemas do not fit leaves nothing behind.
        await registry.SetUpAsync(cancellationToken);
        foreach (var topic in Topics.All) await registry.RegisterAsync(EventSchemas.SubjectOf(topic), EventSchemas.Of(topic), cancellationToken);
        await RawSchema.CreateAsync(database, cancellationToken);
        await SchedulingSchema.CreateAsync(database, cancellationToken);
        await slot.CreateAsync(cancellationToken);
        await log.CreateTopicsAsync(Topics.Kept, cancellationToken);
        Log.SetUp(logger);
    }
}
