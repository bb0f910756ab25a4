using Microsoft.Spark.Connect;
using Microsoft.Spark.Sql.Streaming;

namespace Microsoft.Spark.Sql;

/// <summary>What is to be computed, and nothing of its result: columns and types are looked at when it is run.</summary>
public sealed class DataFrame
{
    private readonly SparkSession _session;
    private readonly Relation _relation;

    internal DataFrame(SparkSession session, Relation relation)
    {
        _session = session;
        _relation = relation;
    }

    internal Relation Relation => _relation;

    public DataFrame Select(params Column[] columns) => Derive(new Relation
    {
        Project = new Project { Input = _relation, Expressions = { columns.Select(column => column.Expression) } },
    });

    /// <param name="expressions">As in SQL.</param>
    public DataFrame SelectExpr(params string[] expressions) => Select([.. expressions.Select(Functions.Expr)]);

    /// <param name="conditionExpr">As in SQL.</param>
    public DataFrame Where(string conditionExpr) => Derive(new Relation
    {
        Filter = new Filter { Input = _relation, Condition = Functions.Expr(conditionExpr).Expression },
    });

    /// <param name="delayThreshold">Such as <c>1 minute</c>: how late rows may come.</param>
    public DataFrame WithWatermark(string eventTime, string delayThreshold) => Derive(new Relation
    {
        WithWatermark = new WithWatermark { Input = _relation, EventTime = eventTime, DelayThreshold = delayThreshold },
    });

    public DataFrame DropDuplicates(string col, params string[] cols) => Derive(new Relation
    {
        Deduplicate = new Deduplicate { Input = _relation, ColumnNames = { cols.Prepend(col) } },
    });

    public RelationalGroupedDataset GroupBy(params Column[] columns) => new(_session, _relation, columns);

    /// <summary>All rows.</summary>
    /// <exception cref="NotSupportedException">A column is of a type that is not read; <see cref="Row"/> says which are.</exception>
    public IEnumerable<Row> Collect() => _session.Client.Collect(_relation);

    public DataStreamWriter WriteStream() => new(_session, _relation);

    private DataFrame Derive(Relation relation) => new(_session, relation);
}
