using Microsoft.Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>An expression over a row.</summary>
public sealed class Column
{
    internal Column(Expression expression) => Expression = expression;

    internal Expression Expression { get; }

    public Column As(string alias) => new(new Expression { Alias = new Alias { Expression = Expression, Name = { alias } } });
}
