using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Cassandra;

/// <summary>Reads a frame's body by the protocol's notations.</summary>
internal ref struct BodyReader(ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;

    public int Position { get; private set; }

    public byte ReadByte() => Take(1)[0];

    public int ReadShort() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public int ReadInt() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public string ReadString() => Encoding.UTF8.GetString(Take(ReadShort()));

    public ReadOnlySpan<byte> ReadShortBytes() => Take(ReadShort());

    /// <returns>Null for the protocol's null.</returns>
    public byte[]? ReadBytes() => ReadInt() is >= 0 and var length ? Take(length).ToArray() : null;

    public void Skip(int count) => Take(count);

    public string[] ReadStringList()
    {
        var list = new string[ReadShort()];
        for (var i = 0; i < list.Length; i++) list[i] = ReadString();
        return list;
    }

    public IPEndPoint ReadInet()
    {
        var address = new IPAddress(Take(ReadByte()));
        return new IPEndPoint(address, ReadInt());
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)(_body.Length - Position))
            throw new DriverInternalError($"A frame's body of {_body.Length} bytes ends before {count} bytes at {Position}.");
        var span = _body.Slice(Position, count);
        Position += count;
        return span;
    }
}
