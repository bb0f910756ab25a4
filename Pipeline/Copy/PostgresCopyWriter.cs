using System.Buffers;
using System.Buffers.Binary;
using Npgsql;
using Streaming.Pipeline.Buffers;

namespace Streaming.Pipeline.Copy;

/// <summary>
/// Rows in PostgreSQL's binary COPY format (https://www.postgresql.org/docs/current/sql-copy.html), written into a pooled buffer without a
/// connection and then sent in one go. A field must have exactly its column's type: COPY converts nothing. Used again after
/// <see cref="Clear"/>. Not thread-safe.
/// </summary>
/// <example><code>
/// writer.StartRow(2);
/// writer.WriteUuid(id);
/// writer.Write("text"u8);
/// await writer.CopyToAsync(connection, "COPY users (id, name) FROM STDIN (FORMAT BINARY)", cancellationToken);
/// </code></example>
public sealed class PostgresCopyWriter : IDisposable
{
    /// <summary>Microseconds from 1970, where ours count from, to 2000, where PostgreSQL's do.</summary>
    public const long MicrosFrom1970To2000 = 946_684_800_000_000;

    private const int DayNumberOf2000 = 730_119;
    private static readonly byte[] Trailer = [0xff, 0xff];
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);

    private readonly PooledBuffer _buffer = new();
    private int _rowStart;
    private int _fieldsLeft;
    private int _fieldStart = -1;

    public PostgresCopyWriter() => WriteHeader();

    /// <summary>Rows started since the last <see cref="Clear"/>, without those abandoned.</summary>
    public int Rows { get; private set; }

    /// <summary>Bytes written so far, from the format's header on; where the next row will start.</summary>
    public int Bytes => _buffer.Length;

    /// <summary>Begins a row of so many fields; the row before it must have all of its own.</summary>
    public void StartRow(short fields)
    {
        ThrowIfRowIsOpen();
        _rowStart = _buffer.Length;
        _fieldsLeft = fields;
        BinaryPrimitives.WriteInt16BigEndian(_buffer.GetSpan(2), fields);
        _buffer.Advance(2);
        Rows++;
    }

    /// <summary>A part of what was written, as long as nothing is written or cleared after it.</summary>
    public ReadOnlySpan<byte> Slice(int start, int length) => _buffer.Span.Slice(start, length);

    /// <summary>Adds a row that was written before, by another writer, as its <see cref="Slice"/> has it.</summary>
    public void AddRow(ReadOnlySpan<byte> row)
    {
        ThrowIfRowIsOpen();
        _rowStart = _buffer.Length;
        row.CopyTo(_buffer.GetSpan(row.Length));
        _buffer.Advance(row.Length);
        Rows++;
    }

    /// <summary>Takes back the row begun last, whether it is complete or not.</summary>
    public void AbandonRow()
    {
        if (_rowStart == 0) throw new InvalidOperationException("There is no row to take back.");
        _buffer.Length = _rowStart;
        _rowStart = 0;
        _fieldsLeft = 0;
        _fieldStart = -1;
        Rows--;
    }

    public void WriteNull() => Field(-1);

    /// <summary>A text, varchar, json or bytea field. A text must be valid UTF-8 without NUL, else the server refuses the whole copy.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Field(bytes.Length));

    /// <summary>A jsonb field: the format's version, 1, and the JSON text.</summary>
    public void WriteJsonb(ReadOnlySpan<byte> utf8)
    {
        var field = Field(utf8.Length + 1);
        field[0] = 1;
        utf8.CopyTo(field[1..]);
    }

    public void WriteBoolean(bool value) => Field(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Field(2), value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(8), value);

    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleBigEndian(Field(8), value);

    public void WriteUuid(Guid value) => value.TryWriteBytes(Field(16), bigEndian: true, out _);

    /// <summary>A timestamptz field.</summary>
    /// <param name="micros">Microseconds since 1970-01-01T00:00:00Z.</param>
    public void WriteTimestamp(long micros) => WriteInt64(micros - MicrosFrom1970To2000);

    public void WriteDate(DateOnly value) => WriteInt32(value.DayNumber - DayNumberOf2000);

    /// <summary>Begins a field whose length is not known yet and returns where its bytes go; ended by <see cref="EndField"/>.</summary>
    public IBufferWriter<byte> BeginField()
    {
        Field(0);
        _fieldStart = _buffer.Length;
        return _buffer;
    }

    public void EndField()
    {
        if (_fieldStart < 0) throw new InvalidOperationException("No field was begun.");
        BinaryPrimitives.WriteInt32BigEndian(_buffer.Span[(_fieldStart - 4)..], _buffer.Length - _fieldStart);
        _fieldStart = -1;
    }

    /// <summary>Sends all rows. They stay in the writer until <see cref="Clear"/>, so that they can be sent again.</summary>
    /// <param name="copyCommand">COPY … FROM STDIN (FORMAT BINARY), its columns in the order in which the fields were written.</param>
    /// <exception cref="PostgresException">The server refused the rows; none was taken.</exception>
    public async Task CopyToAsync(NpgsqlConnection connection, string copyCommand, CancellationToken cancellationToken)
    {
        ThrowIfRowIsOpen();
        if (Rows == 0) return;

        var stream = await connection.BeginRawBinaryCopyAsync(copyCommand, cancellationToken);
        try
        {
            await stream.WriteAsync(_buffer.Memory, cancellationToken);
            await stream.WriteAsync(Trailer, cancellationToken);
        }
        catch
        {
            // Closing the stream would end the copy in good order and keep what the server has got so far.
            await stream.CancelAsync().WaitAsync(CancelLimit, CancellationToken.None);
            throw;
        }

        await stream.DisposeAsync();
    }

    public void Clear()
    {
        _buffer.Clear();
        _rowStart = 0;
        _fieldsLeft = 0;
        _fieldStart = -1;
        Rows = 0;
        WriteHeader();
    }

    public void Dispose() => _buffer.Dispose();

    private void WriteHeader()
    {
        // The signature, then no flags and no extension.
        _buffer.Write("PGCOPY\n"u8);
        _buffer.Write<byte>([0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }

    private Span<byte> Field(int length)
    {
        if (_fieldsLeft == 0) throw new InvalidOperationException("The row has all of its fields already.");
        if (_fieldStart >= 0) throw new InvalidOperationException("The field before this one was not ended.");
        _fieldsLeft--;

        var size = Math.Max(length, 0);
        var span = _buffer.GetSpan(4 + size);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        _buffer.Advance(4 + size);
        return span.Slice(4, size);
    }

    private void ThrowIfRowIsOpen()
    {
        if (_fieldsLeft > 0 || _fieldStart >= 0) throw new InvalidOperationException($"The last row still lacks {_fieldsLeft} fields.");
    }
}
