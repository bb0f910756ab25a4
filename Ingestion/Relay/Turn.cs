using Streaming.Pipeline.Log;

namespace Streaming.Ingestion.Relay;

/// <summary>One connection's worth of relaying: where it stands in the stream, and the two batches, one being filled while the other is appended.</summary>
internal sealed class Turn(ReplicationStream stream, ILogProducer producer, long publishedUpTo, RelayBatch filling, RelayBatch sending)
{
    private readonly PgOutputReader _reader = new();
    private ulong _acknowledged;

    public ReplicationStream Stream => stream;

    public ILogProducer Producer => producer;

    public RelayBatch Filling { get; private set; } = filling;

    public RelayBatch Sending { get; private set; } = sending;

    public Task Appending { get; set; } = Task.CompletedTask;

    public Task? IdleTick { get; set; }

    public bool InTransaction { get; private set; }

    /// <summary>Takes in the stream's message.</summary>
    public void Take()
    {
        var message = stream.Message;
        switch (message[0])
        {
            case PgOutputReader.Begin:
                InTransaction = true;
                break;
            case PgOutputReader.Relation:
                _reader.ReadRelation(message);
                break;
            case PgOutputReader.Insert:
                var row = _reader.ReadInsert(message);
                if (row.IngestedAt > publishedUpTo) Filling.Add(row);
                break;
            case PgOutputReader.Commit:
                InTransaction = false;
                Filling.End = PgOutputReader.EndOf(message);
                break;
        }
    }

    public void Swap() => (Filling, Sending) = (Sending, Filling);

    public async Task AcknowledgeAsync(ulong end, CancellationToken cancellationToken)
    {
        if (end <= _acknowledged) return;
        _acknowledged = end;
        await stream.AcknowledgeAsync(end, cancellationToken);
    }
}
