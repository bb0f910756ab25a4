namespace Cassandra;

/// <summary>An answer as it lies in the receive buffer; it is gone when the one who gets it returns.</summary>
internal readonly ref struct Frame(Opcode opcode, ReadOnlySpan<byte> body, string[]? warnings)
{
    private const byte Traced = 0x02;
    private const byte HasPayload = 0x04;
    private const byte HasWarnings = 0x08;

    public Opcode Opcode { get; } = opcode;

    public ReadOnlySpan<byte> Body { get; } = body;

    public string[]? Warnings { get; } = warnings;

    /// <summary>Takes off what the flags say comes before the message.</summary>
    public static Frame Parse(byte flags, Opcode opcode, ReadOnlySpan<byte> body)
    {
        if (flags == 0) return new Frame(opcode, body, null);
        var reader = new BodyReader(body);
        if ((flags & Traced) != 0) reader.Skip(16);
        var warnings = (flags & HasWarnings) != 0 ? reader.ReadStringList() : null;
        if ((flags & HasPayload) != 0)
        {
            for (var entries = reader.ReadShort(); entries > 0; entries--)
            {
                reader.ReadString();
                reader.ReadBytes();
            }
        }

        return new Frame(opcode, body[reader.Position..], warnings);
    }
}
