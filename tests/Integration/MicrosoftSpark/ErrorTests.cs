using Microsoft.Spark;
using Microsoft.Spark.Sql;
using Streaming.Tests.Integration.Servers;
using static Microsoft.Spark.Sql.Functions;

namespace Streaming.Tests.Integration.MicrosoftSpark;

[Collection(SparkCollection.Name)]
public sealed class ErrorTests
{
    [ServersFact(ServerHomes.Spark)]
    public async Task Sparks_own_words_say_what_is_wrong_with_a_query()
    {
        using var session = await SparkSessions.OpenAsync();
        var failure = Assert.ThrowsAny<Exception>(() => session.Sql("SELECT 1 AS one").Select(Col("none")).Collect());
        Assert.Contains("[UNRESOLVED_COLUMN.WITH_SUGGESTION]", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("org.apache.spark.sql.", Assert.IsType<JvmException>(failure.InnerException).Message, StringComparison.Ordinal);
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task What_fails_on_an_executor_arrives_too()
    {
        using var session = await SparkSessions.OpenAsync();
        var failure = Assert.ThrowsAny<Exception>(() => session.Sql("SELECT raise_error(concat('row ', id)) FROM range(1)").Collect());
        Assert.Contains("row 0", failure.Message, StringComparison.Ordinal);
        Assert.IsType<JvmException>(failure.InnerException);
        Assert.Single(session.Sql("SELECT 1").Collect());
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task A_type_that_is_not_read_is_named_with_its_column()
    {
        using var session = await SparkSessions.OpenAsync();
        var failure = Assert.Throws<NotSupportedException>(() => session.Sql("SELECT map(1, 2) AS pairs").Collect());
        Assert.Contains("'pairs'", failure.Message, StringComparison.Ordinal);
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task A_setting_that_a_session_cannot_have_is_refused()
    {
        var builder = SparkSession.Builder().Config("spark.remote", $"{(await SparkServers.SharedAsync()).Remote}/;user_id={Guid.NewGuid():N}");
        var failure = Assert.ThrowsAny<Exception>(builder.Config("spark.sql.extensions", "x").GetOrCreate);
        Assert.Contains("spark.sql.extensions", failure.Message, StringComparison.Ordinal);
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task Another_servers_port_is_told_from_Spark_Connects()
    {
        var page = (await SparkServers.SharedAsync()).DriverPage;
        var failure = Assert.ThrowsAny<Exception>(SparkSession.Builder().Config("spark.remote", $"sc://127.0.0.1:{page.Port}").GetOrCreate);
        Assert.Contains($"sc://127.0.0.1:{page.Port}", failure.Message, StringComparison.Ordinal);
    }
}
