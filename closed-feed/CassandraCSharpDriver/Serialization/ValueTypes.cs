using System.Collections;
using System.Net;

namespace Cassandra;

/// <summary>Which CLR types the CQL types take: exactly theirs, nothing is converted.</summary>
internal static class ValueTypes
{
    /// <exception cref="InvalidTypeException">The value is not of the column's type.</exception>
    public static void Check(CqlColumn column, object? value)
    {
        if (value is null or byte[] or Unset || Accepts(column.CqlType, value)) return;
        throw new InvalidTypeException($"Column {column.Name} ({column.CqlType})", value.GetType(), [column.Type]);
    }

    /// <exception cref="InvalidTypeException">No CQL type is known for the value.</exception>
    public static void CheckKnown(object? value)
    {
        if (value is null or byte[] or string or Unset or long or int or Guid or DateTimeOffset or DateTime or bool or double or float or short or sbyte
            or LocalDate or IPAddress or IEnumerable) return;
        throw Unknown(value);
    }

    public static InvalidTypeException Unknown(object value) => new($"No CQL type is known for a value of type {value.GetType()}.");

    private static bool Accepts(CqlType type, object value) => type.Code switch
    {
        ColumnTypeCode.Ascii or ColumnTypeCode.Text or ColumnTypeCode.Varchar => value is string,
        ColumnTypeCode.Bigint or ColumnTypeCode.Counter => value is long,
        ColumnTypeCode.Timestamp => value is DateTimeOffset or DateTime,
        ColumnTypeCode.Uuid or ColumnTypeCode.Timeuuid => value is Guid,
        ColumnTypeCode.Int => value is int,
        ColumnTypeCode.Double => value is double,
        ColumnTypeCode.Float => value is float,
        ColumnTypeCode.Boolean => value is bool,
        ColumnTypeCode.SmallInt => value is short,
        ColumnTypeCode.TinyInt => value is sbyte,
        ColumnTypeCode.Date => value is LocalDate,
        ColumnTypeCode.Inet => value is IPAddress,
        ColumnTypeCode.List or ColumnTypeCode.Set => value is IEnumerable and not string and not IDictionary && AllAccepted(type.Element!, (IEnumerable)value),
        ColumnTypeCode.Map => value is IDictionary map && AllAccepted(type.Key!, map.Keys) && AllAccepted(type.Element!, map.Values),
        _ => false,
    };

    private static bool AllAccepted(CqlType type, IEnumerable values)
    {
        foreach (var value in values)
        {
            if (value is not byte[] && (value is null || !Accepts(type, value))) return false;
        }

        return true;
    }
}
