using System.Net;

namespace Cassandra;

/// <summary>A column's type; a collection's has the types of its keys and elements, too.</summary>
internal sealed record CqlType(ColumnTypeCode Code, CqlType? Element = null, CqlType? Key = null)
{
    /// <summary>What a value is read as when nothing else is asked for.</summary>
    public Type ClrType { get; } = Code switch
    {
        ColumnTypeCode.Ascii or ColumnTypeCode.Text or ColumnTypeCode.Varchar => typeof(string),
        ColumnTypeCode.Bigint or ColumnTypeCode.Counter => typeof(long),
        ColumnTypeCode.Int => typeof(int),
        ColumnTypeCode.SmallInt => typeof(short),
        ColumnTypeCode.TinyInt => typeof(sbyte),
        ColumnTypeCode.Float => typeof(float),
        ColumnTypeCode.Double => typeof(double),
        ColumnTypeCode.Boolean => typeof(bool),
        ColumnTypeCode.Timestamp => typeof(DateTimeOffset),
        ColumnTypeCode.Date => typeof(LocalDate),
        ColumnTypeCode.Uuid or ColumnTypeCode.Timeuuid => typeof(Guid),
        ColumnTypeCode.Inet => typeof(IPAddress),
        ColumnTypeCode.List or ColumnTypeCode.Set => typeof(IEnumerable<>).MakeGenericType(Element!.ClrType),
        ColumnTypeCode.Map => typeof(IDictionary<,>).MakeGenericType(Key!.ClrType, Element!.ClrType),
        _ => typeof(byte[]),
    };

    public static CqlType Read(ref BodyReader reader)
    {
        var code = (ColumnTypeCode)reader.ReadShort();
        switch (code)
        {
            case ColumnTypeCode.List or ColumnTypeCode.Set:
                return new CqlType(code, Read(ref reader));
            case ColumnTypeCode.Map:
                var key = Read(ref reader);
                return new CqlType(code, Read(ref reader), key);
            case ColumnTypeCode.Custom:
                reader.ReadString();
                return new CqlType(code);
            case ColumnTypeCode.Udt:
                reader.ReadString();
                reader.ReadString();
                for (var fields = reader.ReadShort(); fields > 0; fields--)
                {
                    reader.ReadString();
                    Read(ref reader);
                }

                return new CqlType(code);
            case ColumnTypeCode.Tuple:
                for (var parts = reader.ReadShort(); parts > 0; parts--) Read(ref reader);
                return new CqlType(code);
            default:
                return new CqlType(code);
        }
    }

    public override string ToString() => Code switch
    {
        ColumnTypeCode.List or ColumnTypeCode.Set => $"{Code}<{Element}>",
        ColumnTypeCode.Map => $"{Code}<{Key}, {Element}>",
        _ => Code.ToString(),
    };
}
