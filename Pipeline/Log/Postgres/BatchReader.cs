using System.Buffers;
using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>Where to read a partition on.</summary>
/// <param name="Epoch">What <see cref="RecordBatch.Epoch"/> is to be.</param>
internal readonly record struct ReadFrom(TopicPartition Partition, long Offset, int Epoch);

/// <summary>Reads stored batches of several partitions in one round trip, each straight into a pooled buffer.</summary>
internal sealed class BatchReader(TopicSqls topics, int readBytes)
{
    /// <summary>What there is now, in offset order within each partition. The caller disposes the batches.</summary>
    public async Task<List<RecordBatch>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<ReadFrom> positions, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        foreach (var position in positions) batch.BatchCommands.Add(CommandFor(position, readBytes / positions.Count));
        await batch.PrepareAsync(cancellationToken);

        var read = new List<RecordBatch>();
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            foreach (var position in positions)
            {
                while (await reader.ReadAsync(cancellationToken)) read.Add(await ReadRowAsync(reader, position, cancellationToken));
                await reader.NextResultAsync(cancellationToken);
            }

            return read;
        }
        catch
        {
            foreach (var unread in read) unread.Dispose();
            throw;
        }
    }

    private NpgsqlBatchCommand CommandFor(ReadFrom position, int bytes) =>
        new(topics[position.Partition.Topic].Read)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = position.Partition.Partition, NpgsqlDbType = NpgsqlDbType.Integer },
                new NpgsqlParameter<long> { TypedValue = position.Offset, NpgsqlDbType = NpgsqlDbType.Bigint },
                new NpgsqlParameter<int> { TypedValue = bytes, NpgsqlDbType = NpgsqlDbType.Integer },
            },
        };

    private static async ValueTask<RecordBatch> ReadRowAsync(NpgsqlDataReader reader, ReadFrom position, CancellationToken cancellationToken)
    {
        var baseOffset = reader.GetInt64(0);
        var count = reader.GetInt32(1);
        var appendedAt = reader.GetFieldValue<DateTimeOffset>(2);
        var length = reader.GetInt32(3);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await using (var stream = await reader.GetStreamAsync(4, cancellationToken))
            {
                await stream.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
            }

            // A position inside a batch: what lies before it was read already.
            var skipped = (int)Math.Max(0, position.Offset - baseOffset);
            var from = RecordLayout.Skip(buffer.AsSpan(0, length), skipped);
            if (from > 0) buffer.AsSpan(from, length - from).CopyTo(buffer);
            return new RecordBatch(position.Partition, baseOffset + skipped, count - skipped, appendedAt, position.Epoch, buffer, length - from);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }
}
