using Microsoft.Spark.Connect;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>Reads a source as it grows.</summary>
public sealed class DataStreamReader
{
    private readonly SparkSession _session;
    private readonly DataSource _source = new();

    internal DataStreamReader(SparkSession session) => _session = session;

    public DataStreamReader Format(string source)
    {
        _source.Format = source;
        return this;
    }

    public DataStreamReader Option(string key, string value)
    {
        _source.Options[key] = value;
        return this;
    }

    public DataStreamReader Options(Dictionary<string, string> options)
    {
        foreach (var (key, value) in options) _source.Options[key] = value;
        return this;
    }

    public DataFrame Load() => new(_session, new Relation { Read = new ReadRelation { DataSource = _source.Clone(), IsStreaming = true } });
}
