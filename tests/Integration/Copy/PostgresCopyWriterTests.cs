using Npgsql;
using Streaming.Pipeline.Copy;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Copy;

public sealed class PostgresCopyWriterTests
{
    private const string Copy = "COPY fields FROM STDIN (FORMAT BINARY)";

    [PostgresFact]
    public async Task Every_type_of_field_arrives_as_it_was_written()
    {
        await using var connection = await ConnectAsync("""
            CREATE TABLE fields (id uuid, name text, n int, big bigint, ratio double precision, yes boolean, small smallint,
                                 at timestamptz, day date, doc jsonb, raw bytea, nothing text)
            """);
        using var writer = new PostgresCopyWriter();
        for (var round = 0; round < 2; round++)
        {
            writer.Clear();
            WriteRow(writer);
            writer.StartRow(12);
            writer.WriteNull();
            writer.AbandonRow();
            await writer.CopyToAsync(connection, Copy, default);
        }

        Assert.Equal(1, writer.Rows);
        Assert.Equal(
            """(0b0f3e2a-1111-4222-8333-444455556666,Zoë,-7,1099511627776,0.5,t,3,"2024-02-29 12:00:00.000001+00",1969-12-31,"{""a"": [1]}","\\x00ff",)""",
            await ScalarAsync(connection, "SET timezone = 'UTC'; SELECT fields::text FROM fields GROUP BY fields HAVING count(*) = 2"));
    }

    [PostgresFact]
    public async Task A_copy_that_the_server_refuses_leaves_nothing_and_the_connection_usable()
    {
        await using var connection = await ConnectAsync("CREATE TABLE fields (name text)");
        using var writer = new PostgresCopyWriter();
        foreach (var name in new byte[][] { [65], [0xff] })
        {
            writer.StartRow(1);
            writer.Write(name);
        }

        await Assert.ThrowsAsync<PostgresException>(() => writer.CopyToAsync(connection, Copy, default));

        Assert.Equal("0", await ScalarAsync(connection, "SELECT count(*)::text FROM fields"));
    }

    [PostgresFact]
    public async Task Rows_of_one_writer_are_sent_by_another_in_any_choice_and_order()
    {
        await using var connection = await ConnectAsync("CREATE TABLE fields (a text)");
        using var rows = new PostgresCopyWriter();
        using var chosen = new PostgresCopyWriter();
        var starts = new List<int>();
        foreach (var name in new[] { "one", "two", "three" })
        {
            starts.Add(rows.Bytes);
            rows.StartRow(1);
            rows.Write(System.Text.Encoding.UTF8.GetBytes(name));
        }

        chosen.AddRow(rows.Slice(starts[2], rows.Bytes - starts[2]));
        chosen.AddRow(rows.Slice(starts[0], starts[1] - starts[0]));
        await chosen.CopyToAsync(connection, Copy, default);

        Assert.Equal((3, 2), (rows.Rows, chosen.Rows));
        Assert.Equal("three,one", await ScalarAsync(connection, "SELECT string_agg(a, ',' ORDER BY ctid) FROM fields"));
    }

    [PostgresFact]
    public async Task A_row_that_lacks_fields_is_not_sent()
    {
        await using var connection = await ConnectAsync("CREATE TABLE fields (a int, b int)");
        using var writer = new PostgresCopyWriter();
        writer.StartRow(2);
        writer.WriteInt32(1);

        Assert.Throws<InvalidOperationException>(() => writer.StartRow(2));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.CopyToAsync(connection, Copy, default));
        writer.WriteInt32(2);
        Assert.Throws<InvalidOperationException>(() => writer.WriteInt32(3));
    }

    private static void WriteRow(PostgresCopyWriter writer)
    {
        writer.StartRow(12);
        writer.WriteUuid(Guid.Parse("0b0f3e2a-1111-4222-8333-444455556666"));
        writer.Write("Zoë"u8);
        writer.WriteInt32(-7);
        writer.WriteInt64(1L << 40);
        writer.WriteDouble(0.5);
        writer.WriteBoolean(true);
        writer.WriteInt16(3);
        writer.WriteTimestamp(1_709_208_000_000_001);
        writer.WriteDate(new DateOnly(1969, 12, 31));
        writer.WriteJsonb("{\"a\":[1]}"u8);
        var raw = writer.BeginField();
        raw.GetSpan(2)[0] = 0;
        raw.GetSpan(2)[1] = 0xff;
        raw.Advance(2);
        writer.EndField();
        writer.WriteNull();
    }

    private static async Task<NpgsqlConnection> ConnectAsync(string table)
    {
        var connection = new NpgsqlConnection(await PostgresServer.CreateDatabaseAsync());
        await connection.OpenAsync();
        await ScalarAsync(connection, table);
        return connection;
    }

    private static async Task<string?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
