using Microsoft.Spark.Sql;

namespace Streaming.Tests.Integration.MicrosoftSpark;

/// <summary>Sessions of one's own on the shared cluster, or at another port.</summary>
internal static class SparkSessions
{
    public static async Task<SparkSession> OpenAsync() => Open((await SparkServers.SharedAsync()).ConnectPort, NewUser());

    public static SparkSession Open(int port, string user) =>
        SparkSession.Builder().AppName("tests").Config("spark.remote", $"sc://127.0.0.1:{port}/;user_id={user}").GetOrCreate();

    public static string NewUser() => $"user-{Guid.NewGuid():N}";

    /// <summary>A row, <c>id</c> 0, that takes its time: Spark computes it on an executor.</summary>
    public static DataFrame SlowRow(this SparkSession session, TimeSpan time) =>
        session.Sql($"SELECT id, java_method('java.lang.Thread', 'sleep', {(long)time.TotalMilliseconds}L) IS NULL FROM range(1)");
}
