using System.Runtime.InteropServices;
using Npgsql;
using Streaming.Pipeline.Copy;
using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>
/// Versions of users, written in one transaction. Of 200,000 rows of 770 bytes in batches of 5,000, measured on two cores into a table of 100,000: users that
/// are not there yet are fastest by COPY straight into the table (1.0); looking up first which ones are there costs little (0.94), a staging table and
/// INSERT … ON CONFLICT for all of them much (0.70), arrays to unnest more (0.51). So only versions of users that are there go through the staging table.
/// </summary>
internal sealed class UserBatch : ITableBatch, IDisposable
{
    /// <summary>
    /// To be run once on a connection. A plan made for a table that was small, or never analysed, scans it; the look-up must go on by key however far the table
    /// has grown since. Reading the staging table then looks dear enough to compile the merge, which takes longer than merging.
    /// </summary>
    public const string Prepare = """
        CREATE TEMPORARY TABLE staged (LIKE spark_streams.created_users) ON COMMIT DELETE ROWS;
        SET enable_seqscan = off;
        SET jit = off
        """;

    private static readonly string CopyToTable = $"COPY spark_streams.created_users ({Columns.All}) FROM STDIN (FORMAT binary)";
    private static readonly string CopyToStaging = $"COPY staged ({Columns.All}) FROM STDIN (FORMAT binary)";

    private readonly PostgresCopyWriter _rows = new();
    private readonly PostgresCopyWriter _selected = new();
    private readonly List<UserVersion> _versions = [];
    private readonly List<UserVersion> _absent = [];
    private readonly List<UserVersion> _staged = [];
    private readonly List<Guid> _ids = [];
    private readonly Dictionary<Guid, long> _stored = [];

    public int Count => _versions.Count;

    public int Bytes => _rows.Bytes;

    public int RecordAt(int index) => _versions[index].Record;

    public bool TryAdd(int record, UserRow user, out long ingestedAt, out RuleViolation violation)
    {
        var added = UserTuple.TryWrite(_rows, user, record, out var version, out violation);
        if (added) _versions.Add(version);
        ingestedAt = version.IngestedAt;
        return added;
    }

    public void Clear()
    {
        _versions.Clear();
        _rows.Clear();
    }

    public void Dispose()
    {
        _rows.Dispose();
        _selected.Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>Where the look-up is not to be trusted all rows go through the staging table.</remarks>
    public async Task<int> WriteAsync(NpgsqlConnection connection, int start, int count, bool trustLookup, CancellationToken cancellationToken)
    {
        var waves = UserVersion.Order(Range(start, count));
        await LookUpAsync(connection, start, count, cancellationToken);

        Select(start, count, trustLookup);
        var changed = _absent.Count;
        if (_absent.Count > 0) await CopyAsync(connection, CopyToTable, _absent, cancellationToken);

        for (var wave = 0; wave < waves; wave++)
        {
            if (wave > 0) Select(start, count, wave);
            if (_staged.Count > 0) changed += await MergeAsync(connection, cancellationToken);
        }

        return changed;
    }

    private Span<UserVersion> Range(int start, int count) => CollectionsMarshal.AsSpan(_versions).Slice(start, count);

    private async Task LookUpAsync(NpgsqlConnection connection, int start, int count, CancellationToken cancellationToken)
    {
        _ids.Clear();
        foreach (ref readonly var version in Range(start, count))
            if (version.Wave == 0) _ids.Add(version.Id);

        _stored.Clear();
        await using var command = new NpgsqlCommand("SELECT id, ingested_at FROM spark_streams.created_users WHERE id = ANY ($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<List<Guid>> { TypedValue = _ids });
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _stored.Add(reader.GetGuid(0), UserTuple.FromPostgres(reader.GetFieldValue<long>(1)));
    }

    /// <summary>
    /// Parts the newest versions: those of users that are absent, and those that are to be merged. A version that is there already is neither.
    /// </summary>
    private void Select(int start, int count, bool trustLookup)
    {
        _absent.Clear();
        _staged.Clear();
        foreach (ref readonly var version in Range(start, count))
        {
            if (version.Wave != 0) continue;
            if (!_stored.TryGetValue(version.Id, out var stored)) (trustLookup ? _absent : _staged).Add(version);
            else if (stored != version.IngestedAt) _staged.Add(version);
        }
    }

    private void Select(int start, int count, int wave)
    {
        _staged.Clear();
        foreach (ref readonly var version in Range(start, count))
            if (version.Wave == wave) _staged.Add(version);
    }

    private async Task<int> MergeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using (var empty = new NpgsqlCommand("TRUNCATE staged", connection)) await empty.ExecuteNonQueryAsync(cancellationToken);
        await CopyAsync(connection, CopyToStaging, _staged, cancellationToken);

        await using var merge = new NpgsqlCommand(Columns.Merge, connection);
        await merge.PrepareAsync(cancellationToken);
        return await merge.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task CopyAsync(NpgsqlConnection connection, string copy, List<UserVersion> versions, CancellationToken cancellationToken)
    {
        _selected.Clear();
        foreach (var version in versions) _selected.AddRow(_rows.Slice(version.Start, version.Length));
        await _selected.CopyToAsync(connection, copy, cancellationToken);
    }
}
