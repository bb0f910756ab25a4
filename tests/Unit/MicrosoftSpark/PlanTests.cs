using Microsoft.Spark.Connect;
using Microsoft.Spark.Sql;
using static Microsoft.Spark.Sql.Functions;

namespace Streaming.Tests.Unit.MicrosoftSpark;

public sealed class PlanTests : IDisposable
{
    private readonly SparkSession _session = new(new ConnectClient(ConnectAddress.Parse("sc://127.0.0.1:1")), _ => { });

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_column_is_a_name_or_SQL_and_may_bear_another_name()
    {
        Assert.Equal("a.b", Col("a.b").Expression.Attribute.Name);
        var alias = Expr("a + 1").As("next").Expression.Alias;
        Assert.Equal(("a + 1", "next"), (alias.Expression.Sql.Text, Assert.Single(alias.Name)));
    }

    [Fact]
    public void A_function_is_called_by_its_name_in_SQL()
    {
        var window = Window(Col("time"), "1 minute").Expression.FunctionCall;
        Assert.Equal("window", window.Name);
        Assert.Equal(("time", "1 minute"), (window.Arguments[0].Attribute.Name, window.Arguments[1].Literal.String));
        Assert.Equal("collect_set", CollectSet(Col("a")).Expression.FunctionCall.Name);
    }

    [Fact]
    public void A_source_keeps_the_options_that_it_was_loaded_with()
    {
        var reader = _session.ReadStream().Format("kafka").Option("subscribe", "a").Options(new() { ["subscribe"] = "b", ["startingOffsets"] = "earliest" });
        var read = reader.Load().Relation.Read;
        reader.Option("subscribe", "c");
        Assert.True(read.IsStreaming);
        Assert.Equal(("kafka", "b", "earliest"), (read.DataSource.Format, read.DataSource.Options["subscribe"], read.DataSource.Options["startingOffsets"]));
    }

    [Fact]
    public void Each_step_is_a_relation_over_the_one_before()
    {
        var source = _session.ReadStream().Format("rate").Load();
        var counts = source.SelectExpr("value", "timestamp AS time").Where("value > 1").WithWatermark("time", "1 minute").DropDuplicates("value", "time")
            .GroupBy(Window(Col("time"), "1 minute"), Col("value")).Agg(Expr("count(1)"), Expr("max(time)")).Relation;
        Assert.Equal((2, 2, GroupType.GroupBy), (counts.Aggregate.Grouping.Count, counts.Aggregate.Aggregates.Count, counts.Aggregate.GroupType));
        var distinct = counts.Aggregate.Input.Deduplicate;
        Assert.Equal(["value", "time"], distinct.ColumnNames);
        var watermark = distinct.Input.WithWatermark;
        Assert.Equal(("time", "1 minute"), (watermark.EventTime, watermark.DelayThreshold));
        Assert.Equal("value > 1", watermark.Input.Filter.Condition.Sql.Text);
        Assert.Equal(["value", "timestamp AS time"], watermark.Input.Filter.Input.Project.Expressions.Select(expression => expression.Sql.Text));
        Assert.Equal(source.Relation, watermark.Input.Filter.Input.Project.Input);
    }
}
