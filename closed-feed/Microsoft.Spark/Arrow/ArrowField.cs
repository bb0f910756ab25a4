namespace Microsoft.Spark.Arrow;

/// <summary>The types that are read, and no others.</summary>
internal enum ArrowType
{
    Boolean,
    Integer,
    Long,
    Double,
    Text,
    Timestamp,
    List,
}

/// <summary>A column's name and type.</summary>
/// <param name="Item">What a list is of.</param>
internal sealed record ArrowField(string Name, ArrowType Type, ArrowField? Item)
{
    /// <summary>From the columns of a <c>Schema</c> message.</summary>
    /// <exception cref="NotSupportedException">A column is of another type.</exception>
    public static ArrowField[] ReadSchema(FlatTable schema)
    {
        const int Fields = 1;
        var fields = new ArrowField[schema.Count(Fields)];
        for (var i = 0; i < fields.Length; i++) fields[i] = Read(schema.Element(Fields, i));
        return fields;
    }

    private static ArrowField Read(FlatTable field)
    {
        const int Children = 5;
        var name = field.Text(0);
        var kind = field.Byte(2);
        var type = field.Table(3);
        return kind switch
        {
            2 when type.Int(0) == 32 => new ArrowField(name, ArrowType.Integer, null),
            2 when type.Int(0) == 64 => new ArrowField(name, ArrowType.Long, null),
            3 when type.Short(0) == 2 => new ArrowField(name, ArrowType.Double, null),
            5 => new ArrowField(name, ArrowType.Text, null),
            6 => new ArrowField(name, ArrowType.Boolean, null),
            10 when type.Short(0) == 2 => new ArrowField(name, ArrowType.Timestamp, null),
            12 => new ArrowField(name, ArrowType.List, Read(field.Element(Children, 0))),
            _ => throw new NotSupportedException($"Collect does not read the type of column '{name}' (Arrow's {kind}). Cast it to a string in the query."),
        };
    }
}
