using System.Buffers.Binary;
using Google.Protobuf;

namespace Microsoft.Spark.Connect;

/// <summary>A message on the wire: a byte that says whether it is compressed, its length (4 bytes, big-endian), itself.</summary>
internal static class GrpcFrame
{
    private const int HeaderSize = 5;

    /// <summary>Spark's own limit for what it takes; what it sends is far below.</summary>
    private const int MaxSize = 128 << 20;

    public static byte[] Write(IMessage message)
    {
        var size = message.CalculateSize();
        var frame = new byte[HeaderSize + size];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), size);
        message.WriteTo(frame.AsSpan(HeaderSize));
        return frame;
    }

    /// <summary>Null where the stream ends.</summary>
    /// <exception cref="IOException">The stream ends inside a message.</exception>
    /// <exception cref="InvalidDataException">The message is compressed, which nobody asked for, or larger than any may be.</exception>
    public static async ValueTask<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderSize];
        var read = await stream.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read == 0) return null;
        if (read < HeaderSize) throw new EndOfStreamException("The stream ends inside a message's header.");
        var size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1));
        if (header[0] != 0 || size > MaxSize) throw new InvalidDataException($"A message of {size} bytes with the flag {header[0]} is none that Spark sends.");
        var message = new byte[size];
        await stream.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
        return message;
    }
}
