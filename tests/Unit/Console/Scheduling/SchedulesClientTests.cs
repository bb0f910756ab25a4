using System.Net;
using System.Text;
using Streaming.Console.Scheduling;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Tests.Unit.Console.Scheduling;

public sealed class SchedulesClientTests
{
    [Fact]
    public async Task What_a_filter_leaves_out_is_not_asked_for()
    {
        var api = new ScriptedApi(HttpStatusCode.OK, """{"runs":[],"before":null}""");
        await Client(api).RunsAsync(schedule: null, state: null, before: null, limit: 50, CancellationToken.None);
        Assert.Equal("GET /api/runs?limit=50", api.Request);
    }

    [Fact]
    public async Task A_filter_goes_into_the_address_as_the_API_names_it()
    {
        var api = new ScriptedApi(HttpStatusCode.OK, """{"runs":[],"before":null}""");
        await Client(api).RunsAsync("a:b&c", RunState.Succeeded, "2026-01-01T00:00:00Z|x", limit: 5, CancellationToken.None);
        Assert.Equal("GET /api/runs?limit=5&schedule=a%3Ab%26c&state=succeeded&before=2026-01-01T00%3A00%3A00Z%7Cx", api.Request);
    }

    [Fact]
    public async Task A_name_is_one_segment_of_the_address()
    {
        var api = new ScriptedApi(HttpStatusCode.NoContent, "");
        await Client(api).PauseAsync("a:b/c", CancellationToken.None);
        Assert.Equal("POST /api/schedules/a%3Ab%2Fc/pause", api.Request);
    }

    [Fact]
    public async Task A_refusal_comes_with_its_words_and_the_fields_to_blame()
    {
        const string problem = """{"title":"Bad","detail":"cron is '61'","errors":[{"field":"cron","value":"61","message":"no such minute"}]}""";
        var refused = await RefusedAsync(new ScriptedApi(HttpStatusCode.BadRequest, problem, "application/problem+json"));
        Assert.Equal("cron is '61'", refused.Message);
        Assert.Equal(new FieldFault("cron", "61", "no such minute"), Assert.Single(refused.Faults));
    }

    [Theory]
    [InlineData("<html>bad gateway</html>", "text/html")]
    [InlineData("""{"errors":{"cron":["an object, as other APIs have it"]}}""", "application/problem+json")]
    public async Task An_answer_that_is_no_problem_of_Ingestions_is_told_by_its_status(string body, string type)
    {
        var refused = await RefusedAsync(new ScriptedApi(HttpStatusCode.BadGateway, body, type));
        Assert.Equal("Ingestion answered 502.", refused.Message);
        Assert.Empty(refused.Faults);
    }

    [Fact]
    public async Task A_wrong_key_is_told_with_the_name_of_its_setting() =>
        Assert.Contains("Console:IngestionApiKey", (await RefusedAsync(new ScriptedApi(HttpStatusCode.Unauthorized, ""))).Message);

    [Fact]
    public async Task An_Ingestion_that_is_gone_is_told_in_words() =>
        Assert.Contains("can't be reached", (await RefusedAsync(new ScriptedApi(new HttpRequestException("Connection refused")))).Message);

    [Fact]
    public async Task An_Ingestion_that_hangs_is_told_apart_from_a_viewer_who_has_left()
    {
        Assert.Contains("no answer within 10 s", (await RefusedAsync(new ScriptedApi(new TaskCanceledException()))).Message);

        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        var client = Client(new ScriptedApi(new TaskCanceledException()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SchedulesAsync(left.Token));
    }

    private static Task<SchedulesException> RefusedAsync(ScriptedApi api) =>
        Assert.ThrowsAsync<SchedulesException>(() => Client(api).SchedulesAsync(CancellationToken.None));

    private static SchedulesClient Client(ScriptedApi api) =>
        new(new HttpClient(api) { BaseAddress = new Uri("http://ingestion"), Timeout = TimeSpan.FromSeconds(10) });

    private sealed class ScriptedApi : HttpMessageHandler
    {
        private readonly Func<HttpResponseMessage> _answer;

        public ScriptedApi(HttpStatusCode status, string body, string type = "application/json") =>
            _answer = () => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };

        public ScriptedApi(Exception failure) => _answer = () => throw failure;

        public string Request { get; private set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Request = $"{request.Method} {request.RequestUri!.PathAndQuery}";
            return Task.FromResult(_answer());
        }
    }
}
