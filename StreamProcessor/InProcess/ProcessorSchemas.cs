using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;
using Streaming.StreamProcessor.Topology;

namespace Streaming.StreamProcessor.InProcess;

/// <summary>The ids of the schemas that the topology reads and writes; ids of newer versions are looked up as records with them come.</summary>
internal sealed class ProcessorSchemas
{
    /// <summary>Random bytes in place of an id must not fill the memory.</summary>
    private const int MostUnknown = 1000;

    private readonly PostgresSchemaRegistry _registry;
    private readonly HashSet<int> _created;
    private readonly HashSet<int> _unknown = [];

    private ProcessorSchemas(PostgresSchemaRegistry registry, HashSet<int> created, SchemaIds ids)
    {
        _registry = registry;
        _created = created;
        Ids = ids;
    }

    public SchemaIds Ids { get; }

    /// <exception cref="InvalidOperationException">A schema of this service is not registered (yet).</exception>
    public static async Task<ProcessorSchemas> LoadAsync(PostgresSchemaRegistry registry, CancellationToken cancellationToken)
    {
        HashSet<int> created = [await IdOf(Topics.UsersCreated)];
        return new ProcessorSchemas(registry, created, new SchemaIds(created, await IdOf(Topics.UsersProcessed), await IdOf(Topics.UsersRejected),
            await IdOf(Topics.UsersStats)));

        async Task<int> IdOf(Topic topic) =>
            await registry.FindAsync(EventSchemas.SubjectOf(topic), EventSchemas.Of(topic), cancellationToken)
            ?? throw new InvalidOperationException(
                $"The schema of {topic.Name} that this service was built with is not registered. The setup step registers it.");
    }

    /// <summary>Looks up the ids in the batch that were not met before.</summary>
    public async ValueTask LearnAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        while (FindNew(batch) is { } id)
        {
            if (_unknown.Count >= MostUnknown) _unknown.Clear();
            var known = await _registry.GetAsync(id, cancellationToken) is not null;
            (known ? _created : _unknown).Add(id);
        }
    }

    private int? FindNew(RecordBatch batch)
    {
        foreach (var record in batch)
        {
            if (WireFormat.TryStrip(record.Value, out var id, out _) && !_created.Contains(id) && !_unknown.Contains(id)) return id;
        }

        return null;
    }
}
