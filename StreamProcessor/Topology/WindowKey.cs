using System.Runtime.InteropServices;
using System.Text;

namespace Streaming.StreamProcessor.Topology;

/// <summary>What users are counted by within a minute: nationality and gender, as up to 8 bytes each, so that counting allocates nothing.</summary>
internal readonly record struct WindowKey(ulong Nationality, ulong Gender)
{
    public static WindowKey Of(ReadOnlySpan<byte> nationality, ReadOnlySpan<byte> gender) => new(Pack(nationality), Pack(gender));

    public static string TextOf(ulong packed) => Encoding.UTF8.GetString(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in packed)).TrimEnd((byte)0));

    /// <summary>The rules allow two letters and the names of genders; nothing longer gets here.</summary>
    private static ulong Pack(ReadOnlySpan<byte> text)
    {
        ulong packed = 0;
        text[..Math.Min(text.Length, sizeof(ulong))].CopyTo(MemoryMarshal.AsBytes(new Span<ulong>(ref packed)));
        return packed;
    }
}
