namespace Cassandra;

/// <summary>Reads a type as <c>system_schema.columns</c> writes it.</summary>
internal static class CqlTypeParser
{
    public static CqlType Parse(string text)
    {
        var open = text.IndexOf('<');
        if (open < 0) return new CqlType(Scalar(text));
        var inner = text[(open + 1)..^1];
        return text[..open] switch
        {
            "frozen" => Parse(inner),
            "list" => new CqlType(ColumnTypeCode.List, Parse(inner)),
            "set" => new CqlType(ColumnTypeCode.Set, Parse(inner)),
            "map" when Comma(inner) is var comma => new CqlType(ColumnTypeCode.Map, Parse(inner[(comma + 1)..].Trim()), Parse(inner[..comma].Trim())),
            "tuple" => new CqlType(ColumnTypeCode.Tuple),
            _ => new CqlType(ColumnTypeCode.Custom),
        };
    }

    private static ColumnTypeCode Scalar(string name) =>
        !name.StartsWith('\'') && Enum.TryParse<ColumnTypeCode>(name, ignoreCase: true, out var code) ? code
        : name.StartsWith('\'') ? ColumnTypeCode.Custom
        : ColumnTypeCode.Udt;

    /// <summary>Where the first of two type arguments ends.</summary>
    private static int Comma(string arguments)
    {
        var depth = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == '<') depth++;
            else if (arguments[i] == '>') depth--;
            else if (arguments[i] == ',' && depth == 0) return i;
        }

        throw new FormatException($"A map has two types: {arguments}");
    }
}
