using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Streaming.Tests.Harness.Servers;

namespace Streaming.Tests.EndToEnd;

public sealed class ServerProcessesTests
{
    private static readonly string[] Servers = ["zookeeper", "kafka", "registry", "cassandra", "postgres"];
    private static readonly TimeSpan Stop = TimeSpan.FromSeconds(15);

    [ServersFact(ServerHomes.Kafka, ServerHomes.Cassandra, ServerHomes.Apicurio)]
    public async Task Each_server_comes_back_by_itself_and_none_outlives_the_AppHost()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-test-").FullName;
        int schema;
        await using (var first = await StartAsync(folder))
        {
            schema = await RegisterAsync(first);
            foreach (var server in Servers)
                await KillAndAwaitAsync(first, server);
            await KillAndAwaitAsync(first, Servers);
            Assert.True(await KnowsAsync(first, schema), "The registry lost a schema with its process.");

            var children = first.Descendants();
            await first.KillAsync();
            await Wait.UntilAsync(
                () => children.All(pid => !ProcessTree.IsAlive(pid)),
                Stop,
                () => "the children of a killed AppHost: " + string.Join(", ", children.Where(ProcessTree.IsAlive).Select(ProcessTree.Title)));
        }

        await using (var second = await StartAsync(folder))
        {
            Assert.True(await KnowsAsync(second, schema), "The registry lost a schema between two runs.");
            var children = second.Descendants();
            var stopped = await second.StopAsync();

            Assert.True(stopped < Stop, $"Ctrl-C took {stopped.TotalSeconds:F1} s.");
            Assert.Equal(0, second.ExitCode);
            Assert.All(children, pid => Assert.False(ProcessTree.IsAlive(pid)));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<RunningPipeline> StartAsync(string folder)
    {
        var pipeline = await RunningPipeline.StartAsync(["--source", "none", "--no-dashboard", "--no-console"], dataFolder: folder, servers: "processes");
        var endpoints = pipeline.Endpoints;
        Assert.Matches(@"^127\.0\.0\.1:\d+$", endpoints.Kafka);
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/apis/ccompat/v7$", endpoints.Registry);
        Assert.Matches(@"^Contact Points=127\.0\.0\.1;Port=\d+;Default Keyspace=spark_streams$", endpoints.Cassandra);
        Assert.All(Servers, server => Assert.NotNull(endpoints.Resources[server].Pid));
        Assert.All(Servers[..^1], server => Assert.Contains("java", ProcessTree.Title(endpoints.Resources[server].Pid!.Value)));
        return pipeline;
    }

    private static async Task KillAndAwaitAsync(RunningPipeline pipeline, params string[] servers)
    {
        var before = servers.ToDictionary(server => server, server => TimesUp(pipeline, server));
        pipeline.Send(Signal.Kill, servers);
        await Wait.UntilAsync(
            () => servers.All(server => TimesUp(pipeline, server) > before[server]),
            Wait.Limit,
            () => $"{string.Join(", ", servers)} to be healthy again; the AppHost printed:\n{pipeline.Output}");
        Assert.All(servers, server => Assert.NotNull(pipeline.Endpoints.Resources[server].Pid));
    }

    /// <summary>How often the AppHost has told its user that the server is healthy.</summary>
    private static int TimesUp(RunningPipeline pipeline, string server) =>
        Regex.Count(pipeline.Output, $@"^ *{server} +running *$", RegexOptions.Multiline);

    private static async Task<int> RegisterAsync(RunningPipeline pipeline)
    {
        using var client = new HttpClient();
        const string Schema = """{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","title":"kept"}""";
        using var answer = await client.PostAsJsonAsync(
            $"{pipeline.Endpoints.Registry}/subjects/kept-value/versions", new { schemaType = "JSON", schema = Schema });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var registered = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return registered.GetProperty("id").GetInt32();
    }

    private static async Task<bool> KnowsAsync(RunningPipeline pipeline, int schema)
    {
        using var client = new HttpClient();
        var answer = await client.GetFromJsonAsync<JsonElement>($"{pipeline.Endpoints.Registry}/schemas/ids/{schema}");
        return answer.GetProperty("schema").GetString()!.Contains("kept", StringComparison.Ordinal);
    }
}
