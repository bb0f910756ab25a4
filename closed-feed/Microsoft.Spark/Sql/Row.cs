using System.Globalization;

namespace Microsoft.Spark.Sql;

/// <summary>A row of a result: strings, ints, longs, doubles, booleans, <see cref="Types.Timestamp"/>, arrays of these (<c>object[]</c>), or null.</summary>
public sealed class Row
{
    private readonly object?[] _values;

    internal Row(object?[] values) => _values = values;

    public object? this[int index] => Get(index);

    public int Size() => _values.Length;

    public object? Get(int index) => _values[index];

    /// <summary>A number is converted to the type asked for.</summary>
    public T GetAs<T>(int index) => Get(index) switch
    {
        T value => value,
        IConvertible number => (T)Convert.ChangeType(number, typeof(T), CultureInfo.InvariantCulture),
        var other => (T)other!,
    };
}
