using Microsoft.Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Spark's functions, by the names they have in C#.</summary>
public static class Functions
{
    /// <param name="columnName">As in SQL: <c>a.b</c> is a field of <c>a</c>.</param>
    public static Column Col(string columnName) => new(new Expression { Attribute = new Connect.Attribute { Name = columnName } });

    /// <param name="expr">As in SQL.</param>
    public static Column Expr(string expr) => new(new Expression { Sql = new SqlExpression { Text = expr } });

    /// <summary>The distinct values of a group, in no order.</summary>
    public static Column CollectSet(Column column) => Call("collect_set", column.Expression);

    /// <param name="windowDuration">Such as <c>1 minute</c>; windows begin at multiples of it since 1970.</param>
    public static Column Window(Column column, string windowDuration) =>
        Call("window", column.Expression, new Expression { Literal = new Literal { String = windowDuration } });

    private static Column Call(string function, params Expression[] arguments) =>
        new(new Expression { FunctionCall = new FunctionCall { Name = function, Arguments = { arguments } } });
}
