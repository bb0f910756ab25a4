using Microsoft.Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Rows in groups, to be aggregated.</summary>
public sealed class RelationalGroupedDataset
{
    private readonly SparkSession _session;
    private readonly Relation _input;
    private readonly Column[] _grouping;

    internal RelationalGroupedDataset(SparkSession session, Relation input, Column[] grouping)
    {
        _session = session;
        _input = input;
        _grouping = grouping;
    }

    /// <summary>The grouping's columns, then these.</summary>
    public DataFrame Agg(Column expr, params Column[] exprs) => new(_session, new Relation
    {
        Aggregate = new Aggregate
        {
            Input = _input,
            GroupType = GroupType.GroupBy,
            Grouping = { _grouping.Select(column => column.Expression) },
            Aggregates = { exprs.Prepend(expr).Select(column => column.Expression) },
        },
    });
}
