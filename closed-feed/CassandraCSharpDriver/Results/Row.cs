using System.Collections;

namespace Cassandra;

/// <summary>A row of a result. Names of columns are case-sensitive.</summary>
public class Row : IEnumerable<object?>
{
    private readonly RowPage _page;
    private readonly int _row;

    internal Row(RowPage page, int row)
    {
        _page = page;
        _row = row;
    }

    public int Length => _page.Metadata.Columns.Length;

    public object? this[int index] => GetValue(typeof(object), index);

    public object? this[string name] => GetValue(typeof(object), name);

    public bool IsNull(int index) => !_page.TryGet(_row, index, out _);

    public bool IsNull(string name) => IsNull(_page.Metadata.IndexOf(name));

    internal CqlColumn GetColumn(string name) => _page.Metadata.Columns[_page.Metadata.IndexOf(name)];

    public object? GetValue(Type type, int index) =>
        _page.TryGet(_row, index, out var value) ? ValueReader.Read(_page.Metadata.Columns[index], value, type) : null;

    public object? GetValue(Type type, string name) => GetValue(type, _page.Metadata.IndexOf(name));

    /// <exception cref="NullReferenceException">The value is null and <typeparamref name="T"/> has none.</exception>
    /// <exception cref="InvalidTypeException">The column is not read as <typeparamref name="T"/>.</exception>
    public virtual T GetValue<T>(int index)
    {
        var value = GetValue(typeof(T), index);
        if (value is null && default(T) is not null)
            throw new NullReferenceException($"Column {_page.Metadata.Columns[index].Name} is null and was read as {typeof(T)}.");
        return (T)value!;
    }

    /// <inheritdoc cref="GetValue{T}(int)"/>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public virtual T GetValue<T>(string name) => GetValue<T>(_page.Metadata.IndexOf(name));

    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < Length; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
