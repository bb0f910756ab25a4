using System.Text;
using System.Text.Json;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Ingestion;

public sealed class PushTests
{
    public static TheoryData<string, string, int> BadLines() => new()
    {
        { "not JSON", "hello", 400 },
        { "truncated JSON", "{\"login\":{\"uuid\":", 400 },
        { "depth 1,000", string.Concat(Enumerable.Repeat("{\"d\":", 1_000)) + "1" + new string('}', 1_000), 400 },
        { "no object", "[1,2]", 400 },
        { "wrong types", "{\"gender\":5,\"login\":[],\"email\":{}}", 202 },
        { "missing id", "{\"gender\":\"male\"}", 202 },
        { "NUL characters", "{\"gender\":\"\\u0000male\"}", 202 },
        { "a 1 MiB name", $"{{\"name\":{{\"first\":\"{new string('x', 1024 * 1024)}\"}}}}", 202 },
        { "year 0", "{\"dob\":{\"date\":\"0000-01-01T00:00:00Z\"}}", 202 },
        { "year 9999", "{\"dob\":{\"date\":\"9999-12-31T23:59:59Z\"}}", 202 },
    };

    [PostgresTheory]
    [MemberData(nameof(BadLines))]
    public async Task Bad_input_is_named_and_its_neighbours_are_stored(string name, string line, int status)
    {
        await using var app = await IngestionApp.StartAsync();

        var answer = await app.PushAsync($"{SampleUsers.Json(1)}\n{line}\n{SampleUsers.Json(2)}\n");

        Assert.True(status == answer.Status, name);
        Assert.Equal(status == 202 ? 3 : 2, answer.Body.GetProperty("accepted").GetInt32());
        if (status == 400) Assert.Equal(2, Assert.Single(answer.Body.GetProperty("errors").EnumerateArray()).GetProperty("line").GetInt32());

        // What is JSON goes on; the rest of the pipeline judges it.
        await Wait.UntilAsync(
            async () => (await app.CreatedAsync()).Sum(partition => partition.Count)
                + await app.QueryAsync<long>("SELECT coalesce(sum(record_count), 0) FROM log.users_rejected")
                == answer.Body.GetProperty("accepted").GetInt32(),
            "every accepted event is in the log");
    }

    [PostgresFact]
    public async Task Invalid_utf8_and_duplicates_within_a_batch_leave_the_neighbours_alone()
    {
        await using var app = await IngestionApp.StartAsync();
        byte[] body = [.. Encoding.UTF8.GetBytes(SampleUsers.Json(1)), (byte)'\n', .. "{\"a\":\""u8, 0xFF, .. "\"}\n"u8,
            .. Encoding.UTF8.GetBytes(SampleUsers.Json(1))];

        var (status, answer) = await app.PushAsync(body);

        Assert.Equal((400, 1, 1), (status, answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32()));
        Assert.Equal(1, answer.GetProperty("error_count").GetInt32());
    }

    [PostgresFact]
    public async Task An_atomic_request_with_a_bad_line_stores_nothing()
    {
        await using var app = await IngestionApp.StartAsync();

        var bad = await app.PushAsync($"{SampleUsers.Lines(0, 3_000)}\nbad\n", "?atomic=true");
        var good = await app.PushAsync(SampleUsers.Lines(0, 3_000), "?atomic=true");

        Assert.Equal((400, 0), (bad.Status, bad.Body.GetProperty("accepted").GetInt32()));
        Assert.Equal((202, 3_000), (good.Status, good.Body.GetProperty("accepted").GetInt32()));
    }

    [PostgresFact]
    public async Task A_body_of_65_MiB_is_too_large_however_it_is_sent()
    {
        await using var app = await IngestionApp.StartAsync();
        var line = Encoding.UTF8.GetBytes($"{{\"pad\":\"{new string('x', 1_000_000)}\"}}\n");

        var known = await app.PushAsync(new byte[65 * 1024 * 1024]);
        using var chunked = await app.Client.PostAsync("/events", new EndlessContent(line));

        Assert.Equal(413, known.Status);
        Assert.Equal(413, (int)chunked.StatusCode);
        Assert.Contains("67,108,864", known.Body.GetProperty("detail").GetString());
    }

    [PostgresFact]
    public async Task A_request_keeps_its_own_id_if_it_is_well_formed()
    {
        await using var app = await IngestionApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/events?source=crm") { Content = new StringContent(SampleUsers.Json(1)) };
        request.Headers.Add("X-Request-Id", "order-17");

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal("order-17", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("run_id").GetString());
        Assert.Equal("crm order-17", await app.QueryAsync<string>("SELECT source || ' ' || run_id FROM raw_users"));
        Assert.Equal(400, (await app.PushAsync(SampleUsers.Json(2), "?source=a%20b")).Status);
        Assert.Equal(400, (await app.PushAsync(" \n")).Status);
    }

    [PostgresFact]
    public async Task A_pipeline_that_is_behind_answers_429()
    {
        await using var app = await IngestionApp.StartAsync();
        ((Streaming.Ingestion.Relay.Backlog)app.Services.GetService(typeof(Streaming.Ingestion.Relay.Backlog))!).SetLog(600_000, 1);

        using var answer = await app.Client.PostAsync("/events", new StringContent(SampleUsers.Json(1)));

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [PostgresFact]
    public async Task Without_PostgreSQL_the_answer_is_503_and_a_retry_afterwards_is_taken_once()
    {
        await using var server = await PostgresServer.LaunchAsync();
        await using var app = await IngestionApp.StartAsync(await server.NewDatabaseAsync(), ("Ingestion:RawStore:SubmitTimeout", "00:00:02"));
        await app.PushAsync(SampleUsers.Json(1));

        await server.KillAsync();
        // The server's processes outlive their postmaster by a moment, and may take the events in it.
        await Wait.UntilAsync(async () => (await app.PushAsync(SampleUsers.Lines(1, 2))).Status == 503, "503 without a server");
        await server.StartAsync();

        await Wait.UntilAsync(async () => (await app.PushAsync(SampleUsers.Lines(1, 2))).Status == 202, "the raw store is back");
        Assert.Equal(2, await app.QueryAsync<long>("SELECT count(*) FROM raw_users"));
        await app.WaitForCreatedAsync(2);
    }

    private sealed class EndlessContent(byte[] line) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            for (var i = 0; i < 70; i++) await stream.WriteAsync(line);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
