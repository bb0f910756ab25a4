using System.Buffers.Binary;

namespace Cassandra;

/// <summary>Reads frames from a stream into one buffer, which is used again and grows for a frame that is larger.</summary>
internal sealed class FrameReceiver(Stream stream)
{
    private const int FirstCapacity = 64 * 1024;
    private const int MostKept = 1024 * 1024;
    private const int LongestBody = 256 * 1024 * 1024;
    private const byte ResponseVersion4 = 0x84;

    private byte[] _buffer = new byte[FirstCapacity];
    private int _start;
    private int _end;

    /// <returns>False at the stream's end.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>Takes the next frame that is here as a whole. It is valid until the next <see cref="FillAsync"/>.</summary>
    public bool TryTake(out int streamId, out Frame frame)
    {
        streamId = 0;
        frame = default;
        if (_end - _start < WriteBuffer.HeaderLength) return false;
        var header = _buffer.AsSpan(_start, WriteBuffer.HeaderLength);
        if (header[0] != ResponseVersion4)
            throw new DriverInternalError($"The server answered with protocol version {header[0] & 0x7F}; version 4 was asked for.");
        var length = BodyLength(header);
        if (_end - _start - WriteBuffer.HeaderLength < length) return false;
        streamId = BinaryPrimitives.ReadInt16BigEndian(header[2..]);
        frame = Frame.Parse(header[1], (Opcode)header[4], _buffer.AsSpan(_start + WriteBuffer.HeaderLength, length));
        _start += WriteBuffer.HeaderLength + length;
        return true;
    }

    private static int BodyLength(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(header[5..]);
        return (uint)length <= LongestBody ? length : throw new DriverInternalError($"A frame's body cannot have {length} bytes.");
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > MostKept) _buffer = new byte[FirstCapacity];
            return;
        }

        var needed = _end - _start < WriteBuffer.HeaderLength
            ? WriteBuffer.HeaderLength
            : WriteBuffer.HeaderLength + BodyLength(_buffer.AsSpan(_start, WriteBuffer.HeaderLength));
        if (_start + needed <= _buffer.Length) return;
        var target = needed <= _buffer.Length ? _buffer : new byte[needed];
        _buffer.AsSpan(_start.._end).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, _end - _start);
    }
}
