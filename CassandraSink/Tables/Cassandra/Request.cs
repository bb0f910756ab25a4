using Cassandra;

namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>Statements that are sent as one request, and the records that they write.</summary>
internal sealed class Request
{
    private readonly List<(Statement Statement, int Record)> _statements = [];

    public int Count => _statements.Count;

    public int Bytes { get; private set; }

    /// <summary>The record of a request that writes one; -1 where it reads.</summary>
    public int Record => _statements[0].Record;

    public static Request Of(Statement statement, int record)
    {
        var request = new Request();
        request.Add(statement, record, 0);
        return request;
    }

    public void Add(Statement statement, int record, int bytes)
    {
        _statements.Add((statement, record));
        Bytes += bytes;
    }

    public Statement ToStatement()
    {
        if (Count == 1) return _statements[0].Statement;
        var batch = new BatchStatement().SetBatchType(BatchType.Unlogged);
        foreach (var (statement, _) in _statements) batch.Add(statement);
        batch.SetIdempotence(true);
        return batch;
    }

    public IEnumerable<Request> Split() => _statements.Select(part => Of(part.Statement, part.Record));
}
