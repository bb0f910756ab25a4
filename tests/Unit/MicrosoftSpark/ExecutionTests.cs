using Microsoft.Spark.Connect;
using static Streaming.Tests.Unit.MicrosoftSpark.ScriptedServer;

namespace Streaming.Tests.Unit.MicrosoftSpark;

public sealed class ExecutionTests
{
    private const string Internal = "13";
    private const string Unavailable = "14";
    private const string NotFound = "[INVALID_HANDLE.OPERATION_NOT_FOUND] The handle x is invalid. Operation not found.";

    private static readonly ExecutePlanResponse Complete = new() { ResultComplete = new ResultComplete(), ResponseId = "end" };

    [Fact]
    public async Task Answers_come_until_the_execution_is_complete_and_then_it_is_released()
    {
        using var server = new ScriptedServer(new Answer([Response("1"), Response("2"), Complete]));
        Assert.Equal(["1", "2"], await RunAsync(server));
        var request = ExecutePlanRequest.Parser.ParseFrom(Assert.Single(server.Calls).Body);
        Assert.True(request.RequestOptions[0].ReattachOptions.Reattachable);
        Assert.Equal(("session", "user"), (request.SessionId, request.UserContext.UserId));
        Assert.Equal(1, server.Released);
    }

    [Fact]
    public async Task A_stream_that_ends_before_the_execution_is_taken_up_where_it_ended()
    {
        using var server = new ScriptedServer(new Answer([Response("1")]), new Answer([]), new Answer([Response("2"), Complete]));
        Assert.Equal(["1", "2"], await RunAsync(server));
        Assert.Equal(["ExecutePlan", "ReattachExecute", "ReattachExecute"], server.Calls.Select(call => call.Method));
        Assert.Equal("1", ReattachExecuteRequest.Parser.ParseFrom(server.Calls[1].Body).LastResponseId);
    }

    [Fact]
    public async Task A_connection_that_breaks_loses_nothing_and_doubles_nothing()
    {
        using var server = new ScriptedServer(
            new Answer([Response("1")], Status: null), new Answer([], Unavailable), new Answer([Response("2")], Status: null), new Answer([Complete]));
        Assert.Equal(["1", "2"], await RunAsync(server));
        Assert.Equal("2", ReattachExecuteRequest.Parser.ParseFrom(server.Calls[3].Body).LastResponseId);
    }

    [Fact]
    public async Task What_the_server_never_got_to_hear_of_is_asked_again_under_the_same_id()
    {
        using var server = new ScriptedServer(new Answer([], Status: null), new Answer([], Internal, NotFound), new Answer([Response("1"), Complete]));
        Assert.Equal(["1"], await RunAsync(server));
        Assert.Equal(["ExecutePlan", "ReattachExecute", "ExecutePlan"], server.Calls.Select(call => call.Method));
        Assert.Equal(
            ExecutePlanRequest.Parser.ParseFrom(server.Calls[0].Body).OperationId, ExecutePlanRequest.Parser.ParseFrom(server.Calls[2].Body).OperationId);
    }

    [Fact]
    public async Task What_the_server_has_forgotten_is_not_done_twice()
    {
        using var server = new ScriptedServer(new Answer([Response("1")], Status: null), new Answer([], Internal, NotFound));
        Assert.True((await Assert.ThrowsAsync<ConnectException>(() => RunAsync(server))).IsUnknownOperation);
    }

    [Fact]
    public async Task The_servers_error_is_thrown_at_once_and_the_execution_released()
    {
        using var server = new ScriptedServer(new Answer([], Internal, "[DIVIDE_BY_ZERO]"));
        Assert.Contains("DIVIDE_BY_ZERO", (await Assert.ThrowsAsync<ConnectException>(() => RunAsync(server))).Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Released);
    }

    [Fact]
    public async Task A_server_that_is_silent_is_given_up_when_the_limit_has_passed()
    {
        using var server = new ScriptedServer(new Answer([Response("1")]));
        var failure = await Assert.ThrowsAsync<ConnectException>(() => RunAsync(server, TimeSpan.FromMilliseconds(50)));
        Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.Contains("sc://spark:1", failure.Message, StringComparison.Ordinal);
    }

    private static ExecutePlanResponse Response(string id) => new() { ResponseId = id };

    private static async Task<List<string>> RunAsync(ScriptedServer server, TimeSpan? limit = null)
    {
        using var channel = new GrpcChannel(ConnectAddress.Parse("sc://spark:1"), server);
        var session = new SessionContext("session", "user");
        await using var execution = new Execution(channel, session, new Plan(), limit ?? TimeSpan.FromSeconds(10), CancellationToken.None);
        var ids = new List<string>();
        while (await execution.NextAsync() is { } answer) ids.Add(answer.ResponseId);
        return ids;
    }
}
