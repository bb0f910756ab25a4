using System.Buffers.Text;

namespace Streaming.Pipeline.Events;

/// <summary>
/// One user event as the UTF-8 bytes of its fields, unescaped, in one buffer that is reused: one row serves a whole loop. A number is kept as its
/// text; a field that is null or missing is absent. Not thread-safe.
/// </summary>
public sealed class UserRow
{
    private const int FirstSize = 2048;
    private const int KeptSize = 64 * 1024;

    /// <summary>Places beside the fields, for the parts that an address is put together from.</summary>
    internal const int ExtraSlots = 2;

    private readonly Slot[] _slots = new Slot[UserFields.Count + ExtraSlots];
    private byte[] _buffer = new byte[FirstSize];
    private int _length;

    public UserRow() => Clear();

    /// <summary>The field's value; empty when it is absent. Valid until the row is next changed.</summary>
    public ReadOnlySpan<byte> this[UserField field]
    {
        get
        {
            var slot = _slots[(int)field];
            return slot.Length > 0 ? _buffer.AsSpan(slot.Start, slot.Length) : default;
        }
    }

    /// <summary>Whether the field has a value, be it an empty one.</summary>
    public bool Has(UserField field) => _slots[(int)field].Length >= 0;

    /// <summary>Makes every field absent.</summary>
    public void Clear()
    {
        _slots.AsSpan().Fill(Slot.Absent);
        _length = 0;
        if (_buffer.Length > KeptSize) _buffer = new byte[FirstSize];
    }

    public void Remove(UserField field) => _slots[(int)field] = Slot.Absent;

    public void Set(UserField field, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        Commit(field, value.Length);
    }

    public void Set(UserField field, Guid value)
    {
        Utf8Formatter.TryFormat(value, Reserve(36), out var written);
        Commit(field, written);
    }

    /// <summary>Sets a point in time as <see cref="Timestamps.Write(long, Span{byte})"/> writes it.</summary>
    public void SetTimestamp(UserField field, long micros)
    {
        Timestamps.Write(micros, Reserve(Timestamps.Length));
        Commit(field, Timestamps.Length);
    }

    /// <summary>Where at least <paramref name="size"/> bytes of a value can be written that <see cref="Commit"/> then gives to a field.</summary>
    internal Span<byte> Reserve(int size)
    {
        var needed = checked(_length + size);
        if (needed > _buffer.Length)
        {
            // The old array is left to who may still hold a value of it, as a caller that sets one field from another does.
            var larger = new byte[Math.Max(needed, _buffer.Length * 2)];
            _buffer.AsSpan(0, _length).CopyTo(larger);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }

    internal void Commit(UserField field, int length)
    {
        _slots[(int)field] = new Slot(_length, length);
        _length += length;
    }

    /// <summary>Cuts the field down to a part of its value, in place.</summary>
    internal void Slice(UserField field, int start, int length)
    {
        var slot = _slots[(int)field];
        _slots[(int)field] = new Slot(slot.Start + start, length);
    }

    /// <summary>Every byte that a value of this row may have, and maybe some of values since replaced.</summary>
    internal ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    private readonly record struct Slot(int Start, int Length)
    {
        public static readonly Slot Absent = new(0, -1);
    }
}
