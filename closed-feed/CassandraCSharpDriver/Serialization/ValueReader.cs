using System.Buffers.Binary;
using System.Collections;
using System.Net;
using System.Text;

namespace Cassandra;

/// <summary>Reads a value as its column's type says, and gives it the type that was asked for.</summary>
internal static class ValueReader
{
    /// <exception cref="InvalidTypeException">The column is not read as that type.</exception>
    public static object Read(CqlColumn column, ReadOnlySpan<byte> bytes, Type type)
    {
        if (type == typeof(byte[]) && column.CqlType.ClrType == typeof(byte[])) return bytes.ToArray();
        var value = Read(column.CqlType, bytes);
        return Convert(value, Nullable.GetUnderlyingType(type) ?? type)
            ?? throw new InvalidTypeException($"Column {column.Name} ({column.CqlType}) is read as {column.Type}, not as {type}.");
    }

    private static object Read(CqlType type, ReadOnlySpan<byte> bytes) => type.Code switch
    {
        ColumnTypeCode.Ascii or ColumnTypeCode.Text or ColumnTypeCode.Varchar => Encoding.UTF8.GetString(bytes),
        ColumnTypeCode.Bigint or ColumnTypeCode.Counter => BinaryPrimitives.ReadInt64BigEndian(bytes),
        ColumnTypeCode.Int => BinaryPrimitives.ReadInt32BigEndian(bytes),
        ColumnTypeCode.SmallInt => BinaryPrimitives.ReadInt16BigEndian(bytes),
        ColumnTypeCode.TinyInt => (sbyte)bytes[0],
        ColumnTypeCode.Float => BinaryPrimitives.ReadSingleBigEndian(bytes),
        ColumnTypeCode.Double => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        ColumnTypeCode.Boolean => bytes[0] != 0,
        ColumnTypeCode.Timestamp => DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes)),
        ColumnTypeCode.Date => new LocalDate(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        ColumnTypeCode.Uuid or ColumnTypeCode.Timeuuid => new Guid(bytes, bigEndian: true),
        ColumnTypeCode.Inet => new IPAddress(bytes),
        ColumnTypeCode.List or ColumnTypeCode.Set => ReadList(type.Element!, bytes),
        ColumnTypeCode.Map => ReadMap(type.Key!, type.Element!, bytes),
        _ => bytes.ToArray(),
    };

    private static Array ReadList(CqlType type, ReadOnlySpan<byte> bytes)
    {
        var list = Array.CreateInstance(type.ClrType, TakeInt(ref bytes));
        for (var i = 0; i < list.Length; i++) list.SetValue(ReadElement(type, ref bytes), i);
        return list;
    }

    private static object ReadMap(CqlType keys, CqlType values, ReadOnlySpan<byte> bytes)
    {
        var map = (IDictionary)Activator.CreateInstance(typeof(SortedDictionary<,>).MakeGenericType(keys.ClrType, values.ClrType))!;
        for (var count = TakeInt(ref bytes); count > 0; count--)
        {
            var key = ReadElement(keys, ref bytes)!;
            map[key] = ReadElement(values, ref bytes);
        }

        return map;
    }

    private static object? ReadElement(CqlType type, ref ReadOnlySpan<byte> bytes)
    {
        var length = TakeInt(ref bytes);
        if (length < 0) return null;
        var value = Read(type, bytes[..length]);
        bytes = bytes[length..];
        return value;
    }

    private static int TakeInt(ref ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadInt32BigEndian(bytes);
        bytes = bytes[4..];
        return value;
    }

    /// <returns>Null when there is no way.</returns>
    private static object? Convert(object value, Type type)
    {
        if (type.IsInstanceOfType(value)) return value;
        if (value is DateTimeOffset time && type == typeof(DateTime)) return time.DateTime;
        if (value is not IEnumerable || value is string or byte[] || !type.IsGenericType) return null;
        var made = type.IsInterface && value is Array ? typeof(HashSet<>).MakeGenericType(value.GetType().GetElementType()!) : type;
        return type.IsAssignableFrom(made) && made.GetConstructor([ElementsOf(value)]) is { } constructor ? constructor.Invoke([value]) : null;
    }

    private static Type ElementsOf(object collection) => collection is Array array
        ? typeof(IEnumerable<>).MakeGenericType(array.GetType().GetElementType()!)
        : typeof(IDictionary<,>).MakeGenericType(collection.GetType().GetGenericArguments());
}
