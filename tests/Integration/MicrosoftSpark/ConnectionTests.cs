using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.MicrosoftSpark;

[Collection(SparkCollection.Name)]
public sealed class ConnectionTests
{
    private readonly string _user = SparkSessions.NewUser();

    [ServersFact(ServerHomes.Spark)]
    public async Task A_result_survives_the_cut_of_its_connection()
    {
        var servers = await SparkServers.SharedAsync();
        using var proxy = new CuttingProxy(servers.ConnectPort);
        using var session = SparkSessions.Open(proxy.Port, _user);
        var collecting = Task.Run(() => session.SlowRow(TimeSpan.FromSeconds(4)).Collect().ToList());
        await UntilRunningAsync(servers, _user, running: true);
        proxy.Cut();
        Assert.Equal(0, Assert.Single(await collecting.WaitAsync(Wait.Limit)).GetAs<long>(0));
        Assert.Equal(2, proxy.Accepted);
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task Stopping_a_session_ends_what_it_waits_for_here_and_on_the_server()
    {
        var servers = await SparkServers.SharedAsync();
        var session = SparkSessions.Open(servers.ConnectPort, _user);
        var collecting = Task.Run(() => session.SlowRow(TimeSpan.FromMinutes(5)).Collect());
        await UntilRunningAsync(servers, _user, running: true);
        session.Stop();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collecting.WaitAsync(Wait.Limit));
        await UntilRunningAsync(servers, _user, running: false);
    }

    [ServersFact(ServerHomes.Spark)]
    public async Task A_server_that_is_killed_fails_the_call_that_waits_for_it_and_one_started_anew_is_used()
    {
        await using var servers = await SparkServers.LaunchAsync();
        using var session = SparkSessions.Open(servers.ConnectPort, _user);
        Assert.Single(session.Sql("SELECT 1").Collect());
        var waiting = Task.Run(() => session.SlowRow(TimeSpan.FromMinutes(5)).Collect());
        await UntilRunningAsync(servers, _user, running: true);
        var killed = Stopwatch.GetTimestamp();
        await servers.KillConnectAsync();
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => waiting.WaitAsync(Wait.Limit));
        Assert.Contains($"no Spark Connect server at {servers.Remote}", failure.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(killed), TimeSpan.Zero, TimeSpan.FromSeconds(10));

        await servers.StartAsync();
        session.Stop();
        using var next = SparkSessions.Open(servers.ConnectPort, _user);
        Assert.Single(next.Sql("SELECT 1").Collect());
    }

    /// <summary>Waits until the driver says that a job of the user runs, or that none does.</summary>
    private static async Task UntilRunningAsync(SparkServers servers, string user, bool running)
    {
        using var http = new HttpClient { BaseAddress = servers.DriverPage };
        var applications = await http.GetFromJsonAsync<JsonElement>("api/v1/applications");
        var jobs = $"api/v1/applications/{applications[0].GetProperty("id").GetString()}/jobs?status=running";
        await Wait.UntilAsync(
            async () => (await http.GetStringAsync(jobs)).Contains(user, StringComparison.Ordinal) == running, running ? "a running job" : "no running job");
    }
}
