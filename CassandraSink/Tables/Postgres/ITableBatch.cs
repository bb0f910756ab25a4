using Npgsql;

namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>Rows of one table that are to be written.</summary>
internal interface ITableBatch
{
    int Count { get; }

    int RecordAt(int index);

    /// <summary>Writes a range of the rows in the transaction that is open; returns how many of them changed the table. It may sort the range.</summary>
    /// <param name="trustLookup">False when another writer got in between looking up what is there and writing.</param>
    Task<int> WriteAsync(NpgsqlConnection connection, int start, int count, bool trustLookup, CancellationToken cancellationToken);

    void Clear();
}
