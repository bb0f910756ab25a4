using Microsoft.Spark.Connect;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>Starts a query that writes what a DataFrame gives to a sink.</summary>
public sealed class DataStreamWriter
{
    private readonly SparkSession _session;
    private readonly StartQuery _query;

    internal DataStreamWriter(SparkSession session, Relation input)
    {
        _session = session;
        _query = new StartQuery { Input = input };
    }

    public DataStreamWriter OutputMode(OutputMode outputMode) => With(query => query.OutputMode = outputMode.ToString());

    public DataStreamWriter Format(string source) => With(query => query.Format = source);

    public DataStreamWriter Option(string key, string value) => With(query => query.Options[key] = value);

    public DataStreamWriter Options(Dictionary<string, string> options) => With(query =>
    {
        foreach (var (key, value) in options) query.Options[key] = value;
    });

    public DataStreamWriter Trigger(Trigger trigger) => With(query => query.ProcessingTimeInterval = trigger.Interval);

    /// <param name="queryName">No other query of the session that runs may have it.</param>
    public DataStreamWriter QueryName(string queryName) => With(query => query.QueryName = queryName);

    /// <summary>Returns when the query runs, and has not yet read anything.</summary>
    /// <exception cref="Exception">Spark refuses the query; what goes wrong later ends it.</exception>
    public StreamingQuery Start(string? path = null)
    {
        if (path is not null) _query.Path = path;
        var started = _session.Client.Execute(new Command { StartQuery = _query }, answer => answer.QueryStarted);
        return new StreamingQuery(_session.Client, started!);
    }

    private DataStreamWriter With(Action<StartQuery> set)
    {
        set(_query);
        return this;
    }
}
