using Npgsql;
using Streaming.Tests.Harness;

namespace Streaming.Tests.Benchmarks;

/// <summary>Rows put into <c>raw_users</c> by the server itself, as its writer would, so that what is measured is only what comes after.</summary>
internal static class RawRows
{
    private static readonly TimeSpan InsertLimit = TimeSpan.FromMinutes(5);

    /// <summary>Inserts so many new users in one transaction; returns the point in the WAL that the relay's slot has to pass.</summary>
    public static async Task<string> InsertAsync(NpgsqlDataSource database, int series, int count, CancellationToken cancellationToken)
    {
        await using var insert = database.CreateCommand(
            """
            with clock as (
                update ingestion_clock set last_seq = last_seq + $2,
                    last_ingested_at = greatest(last_ingested_at, (extract(epoch from clock_timestamp()) * 1000000)::bigint) + $2
                returning last_seq - $2 as seq, last_ingested_at - $2 as micros)
            insert into raw_users (seq, id, content_hash, source, run_id, payload, ingested_at)
            select seq + n, id, id, 'benchmark', 'benchmark',
                format('{"gender":"female","name":{"first":"Ada%1$s","last":"Lovelace%2$s"},"location":{"street":{"number":%1$s,"name":"Main Street"},'
                    '"city":"Springfield","state":"Oregon","country":"%5$s","postcode":%3$s,"coordinates":{"latitude":"44.0462","longitude":"-123.0220"}},'
                    '"email":"ada%2$s@example.com","login":{"uuid":"%4$s","username":"silverswan%2$s"},"dob":{"date":"1985-04-12T09:44:18.674Z","age":41},'
                    '"registered":{"date":"%6$s","age":19},"phone":"(272) 790-1000",'
                    '"picture":{"large":"https://randomuser.me/api/portraits/women/1.jpg"},"nat":"US"}',
                    n % 977, n, 10000 + n % 89999, id,
                    ('{Australia,Brazil,Canada,Denmark,Finland,France,Germany,India,Iran,Ireland,Mexico,Netherlands,New Zealand,Norway,Serbia,Spain,'
                        'Switzerland,Turkey,Ukraine,United Kingdom,United States}'::text[])[1 + n % 21],
                    to_char(timestamp '2007-07-09' + n * interval '17 minutes', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
                timestamptz 'epoch' + (micros + n) * interval '1 microsecond'
            from clock, lateral (select n, md5($1 || '-' || n)::uuid as id from generate_series(1, $2::bigint) n) rows
            """);
        insert.CommandTimeout = (int)InsertLimit.TotalSeconds;
        insert.Parameters.Add(new() { Value = series.ToString() });
        insert.Parameters.Add(new() { Value = (long)count });
        await insert.ExecuteNonQueryAsync(cancellationToken);

        await using var end = database.CreateCommand("select pg_current_wal_lsn()::text");
        return (string)(await end.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Waits until the relay has acknowledged the WAL up to there: then what was inserted is in the log.</summary>
    public static Task RelayedAsync(NpgsqlDataSource database, string end, TimeSpan deadline) => Wait.UntilAsync(
        async () =>
        {
            await using var command = database.CreateCommand(
                "select confirmed_flush_lsn >= $1::pg_lsn from pg_replication_slots where plugin = 'pgoutput' and database = current_database()");
            command.Parameters.Add(new() { Value = end });
            return await command.ExecuteScalarAsync() is true;
        },
        deadline,
        () => "the relay");
}
