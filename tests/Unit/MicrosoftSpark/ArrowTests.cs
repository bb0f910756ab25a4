using System.IO.Compression;
using Microsoft.Spark.Arrow;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Streaming.Tests.Unit.MicrosoftSpark;

public sealed class ArrowTests
{
    /// <summary>
    /// As Spark 3.5.7 sent it (zlib, Base64): two rows of a long, an int, a double, a boolean, a string, a timestamp and a list of strings, with nulls.
    /// </summary>
    private const string Recorded = """
        eNqlU71rFFEQn7d7bs7llHA55YoUD7HY1dXcXaKm0cT4QYQgFgYsBFn2Fl3wknBZgjbin5DSTrBKYZFK7NNZWaa0tLCwEht9zvvYvXEkIjjLY968mfnN5yql1L4HMA2aQj
        gJAZyAJt40Ney7CKGFrIlyaLg9mqbwLKL/FwGwh+chngaeXeMN8O2HUh3k+qxal9ZN5yuczZufE5uO0RwT0zChQ9TrOPnTfJRvlPAZ5XMoR3duR1ExlFdlL05kOh6nz6P6
        kiby7vraWiKzOI4BXpAYsxY2TEiMJlYYYjaT2jxT260ym1u/fwMQAspilG+X6Wjr0ajIxpvbUdS/0nPUH8wvXLosz8tiqMPBjvp7TW8Vr6Ef1xlvbmRpGT0eH7w7eJ3LxG
        Ai6ArB7FqYoEMwG+az+WvMa4gJ0EbbDswgr2bYJnnZXvhiFigFaBfgZ/sQOrw5ObjYQ8QPf9QGXpd4v0e9Hq803gDFUL/aPAAzOToP8CSbSROn4HZNLBM8DKG+izo+Wp7G
        3T2F+9ow+IekK6bvfojxW/UOa79FYfEqapO7qHOwVM2uy/SS2UVM32P+y0y/yuR7TH5Q12fpiePHHX/G7F+yeLtM/4rh7TH9vuPVPnysu0jn8nvf4D9k8Y/2AXv3j/Cn7x
        6RLX1asvzrks/8eLyqv9VPOGD418/I7tkwgBXHaRyf5HuB7RTNyyd9TbM001zZfwd+AQUlfVM=
        """;

    [Fact]
    public void A_recorded_batch_is_read()
    {
        var rows = new List<Row>();
        ArrowReader.Read(Batch(), rows);
        Assert.Equal([1L, 1, 0.5, false, null], Cells(rows[0], 5));
        Assert.Equal([2L, 2, 1.0, true, "größe 2"], Cells(rows[1], 5));
        Assert.Equal("2023-11-14 22:13:20.123457Z", rows[0].GetAs<Timestamp>(5).ToString());
        Assert.Equal<object?>(["a", null, "c"], rows[1].GetAs<object?[]>(6));
    }

    [Fact]
    public void Batches_add_up()
    {
        var rows = new List<Row>();
        ArrowReader.Read(Batch(), rows);
        ArrowReader.Read(Batch(), rows);
        Assert.Equal([1L, 2, 1, 2], rows.Select(row => row.GetAs<long>(0)));
    }

    [Fact]
    public void A_number_is_converted_and_a_null_stays_one()
    {
        var rows = new List<Row>();
        ArrowReader.Read(Batch(), rows);
        Assert.Equal((7, 1L, 1.0), (rows[0].Size(), rows[0].GetAs<long>(1), rows[0].GetAs<double>(0)));
        Assert.Null(rows[0].GetAs<string?>(4));
        Assert.Throws<IndexOutOfRangeException>(() => rows[0][7]);
    }

    /// <summary>Lengths and offsets come from the server; wrong ones are an exception, and no endless loop.</summary>
    [Fact]
    public void A_batch_that_is_cut_off_anywhere_is_no_batch()
    {
        var batch = Batch();
        var whole = new List<Row>();
        for (var length = 8; length < batch.Length - 8; length += 8)
        {
            var rows = new List<Row>();
            if (Record.Exception(() => ArrowReader.Read(batch.AsMemory(0, length), rows)) is null) whole.AddRange(rows);
        }

        Assert.Empty(whole);
    }

    private static object?[] Cells(Row row, int count) => [.. Enumerable.Range(0, count).Select(row.Get)];

    private static byte[] Batch()
    {
        using var compressed = new ZLibStream(new MemoryStream(Convert.FromBase64String(Recorded)), CompressionMode.Decompress);
        using var batch = new MemoryStream();
        compressed.CopyTo(batch);
        return batch.ToArray();
    }
}
