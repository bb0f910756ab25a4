using System.Net;
using System.Text;
using System.Text.Json;

namespace Streaming.Tests.EndToEnd;

/// <summary>What a broken or hostile client sends, against the product as it runs; good events beside the bad ones are stored.</summary>
public abstract partial class PipelineSuite
{
    private const int BadSeries = 11;

    [ContractFact]
    public async Task Each_kind_of_bad_input_gets_its_answer_and_its_neighbours_are_stored()
    {
        await using var pipeline = await StartAsync(["--source", "none"]);

        var faults = new (string Name, byte[] Line)[]
        {
            ("not JSON", "hello"u8.ToArray()),
            ("truncated", Encoding.UTF8.GetBytes(Good(1)[..200])),
            ("depth 1,000", Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', 1000)}{new string(']', 1000)}}}")),
            ("invalid UTF-8", [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]),
            ("a NUL byte", [.. "{\"a\":\""u8, 0, .. "\"}"u8]),
            ("no object", "17"u8.ToArray()),
        };
        for (var number = 0; number < faults.Length; number++) await RefusedLineAsync(pipeline, faults[number].Name, faults[number].Line, 100 + 2 * number);

        var rejected = new (string Field, string Line)[]
        {
            ("email", Replace(Good(200), "\"email\":\"user200@example.com\"", "\"email\":5")),
            ("first_name", Replace(Good(201), "\"first\":\"Øyvind\"", $"\"first\":\"{new string('x', 1024 * 1024)}\"")),
            ("first_name", Replace(Good(202), "\"first\":\"Милица\"", "\"first\":\"a\\u0000b\"")),
            ("date_of_birth", Replace(Good(203), "\"dob\":{\"date\":\"19", "\"dob\":{\"date\":\"00")),
            ("date_of_birth", Replace(Good(204), "\"dob\":{\"date\":\"19", "\"dob\":{\"date\":\"99")),
        };
        foreach (var (_, line) in rejected) Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(pipeline, Encoding.UTF8.GetBytes(line))).Status);

        var (status, answer) = await PostAsync(pipeline, Encoding.UTF8.GetBytes($"{Good(300)}\n{Good(300)}\n"));
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal((1, 1), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32()));

        var withoutId = Replace(Good(301), $"\"uuid\":\"{SampleEvents.Id(BadSeries, 301)}\",", "");
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(pipeline, Encoding.UTF8.GetBytes(withoutId))).Status);

        var stored = 2 * faults.Length + 2;
        await pipeline.Outcome.ArrivedAsync(stored, rejected.Length, Wait.Limit, pipeline.Tell);
        Assert.Equal(stored, await pipeline.Outcome.UsersAsync());
        var letters = await pipeline.Outcome.RejectedAsync();
        Assert.Equal(rejected.Length, letters.Count);
        Assert.All(rejected, line => Assert.Contains(letters, letter => letter.Value.Contains($"\"field\":\"{line.Field}\"")));
    }

    [ContractFact]
    public async Task A_body_over_64_MiB_is_refused_in_bounded_memory_and_a_wrong_key_is_refused()
    {
        await using var pipeline = await StartAsync(["--source", "none"]);
        var ingestion = pipeline.Endpoints.Resources["ingestion"].Pid!.Value;

        var line = Encoding.UTF8.GetBytes(Good(1) + "\n");
        var body = new byte[65 * 1024 * 1024];
        for (var at = 0; at + line.Length <= body.Length; at += line.Length) line.CopyTo(body, at);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(pipeline, body)).Status);
        Assert.True(ProcessTree.PeakMemory(ingestion) < 400, $"{ProcessTree.PeakMemory(ingestion):F0} MiB");

        using var stranger = new HttpClient { BaseAddress = new Uri(pipeline.Endpoints.Push) };
        using var refused = await stranger.PostAsync("events", new StringContent(Good(2)));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private static async Task RefusedLineAsync(RunningPipeline pipeline, string name, byte[] line, int neighbour)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(Good(neighbour)), (byte)'\n', .. line, (byte)'\n', .. Encoding.UTF8.GetBytes(Good(neighbour + 1)), (byte)'\n'];

        var (status, answer) = await PostAsync(pipeline, body);

        Assert.True(status == HttpStatusCode.BadRequest, $"{name}: {status}");
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal("2", error.GetProperty("line").ToString());
        Assert.NotEmpty(error.GetProperty("fault").GetString()!);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(RunningPipeline pipeline, byte[] body)
    {
        using var response = await pipeline.Push.PostAsync("events", new ByteArrayContent(body));
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }

    private static string Good(int number) => SampleEvents.One(SampleEvents.Id(BadSeries, number), number);

    private static string Replace(string line, string part, string with)
    {
        Assert.Contains(part, line);
        return line.Replace(part, with, StringComparison.Ordinal);
    }
}
