using Microsoft.Spark.Connect;
using Microsoft.Spark.Sql.Streaming;

namespace Microsoft.Spark.Sql;

/// <summary>
/// A session on a Spark Connect server. Its calls block. What fails in Spark is thrown as an exception with a <see cref="JvmException"/> inside it; where the
/// server cannot be reached, the network's exception is inside.
/// </summary>
public sealed class SparkSession : IDisposable
{
    private readonly Action<SparkSession> _onStop;
    private int _stopped;

    internal SparkSession(ConnectClient client, Action<SparkSession> onStop)
    {
        Client = client;
        _onStop = onStop;
    }

    internal ConnectClient Client { get; }

    public static Builder Builder() => new();

    /// <summary>Of the server: <c>3.5.7</c>.</summary>
    public string Version() => Client.Version();

    public RuntimeConfig Conf() => new(Client);

    public DataStreamReader ReadStream() => new(this);

    /// <summary>The result of a query; a command is carried out at once.</summary>
    public DataFrame Sql(string sqlText)
    {
        var result = Client.Execute(new Command { Sql = new SqlCommand { Text = sqlText } }, answer => answer.SqlResult);
        return new DataFrame(this, result!.Relation);
    }

    /// <summary>
    /// Ends what this session waits for: another thread's call fails with <see cref="OperationCanceledException"/>. Streaming queries are the server's, and
    /// go on.
    /// </summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1) return;
        _onStop(this);
        Client.Dispose();
    }

    public void Dispose() => Stop();
}
