using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using Streaming.Tests.Harness.Servers;

namespace Streaming.Tests.EndToEnd.RealServers;

/// <summary>What the pipeline writes, as clients of others see it: kcat, the registry's own API, and the Python driver of Cassandra.</summary>
public sealed class IndependentClientTests
{
    private const int Events = 500;
    private const int Series = 41;

    [ServersFact(ServerHomes.Kafka, ServerHomes.Cassandra, ServerHomes.Apicurio)]
    public async Task Kcat_the_registry_and_the_Python_driver_see_what_was_pushed()
    {
        await using var pipeline = await RunningPipeline.StartAsync(["--source", "none"], servers: "processes");
        await PushClient.SendAsync(pipeline.Push, SampleEvents.Lines(Series, 0, Events), Wait.Limit);
        await pipeline.Outcome.ArrivedAsync(Events, rejected: 0, Wait.Limit, pipeline.Tell);

        var values = await ReadWithKcatAsync(pipeline.Endpoints.Kafka!, "users_created");
        Assert.Equal(Events, values.Count);
        Assert.All(values, value => Assert.Equal(0, value[0]));
        var id = Assert.Single(values.Select(value => BinaryPrimitives.ReadInt32BigEndian(value.AsSpan(1))).Distinct());
        Assert.Equal(
            Enumerable.Range(0, Events).Select(number => SampleEvents.Id(Series, number)).Order(),
            values.Select(value => JsonDocument.Parse(value.AsMemory(5)).RootElement.GetProperty("id").GetGuid()).Order());

        Assert.Equal(["id", "ingested_at"], (await RequiredFieldsAsync(pipeline.Endpoints.Registry!, id)).Intersect(["id", "ingested_at"]).Order());
        Assert.Equal(Events.ToString(), await CountWithPythonAsync(pipeline.Endpoints.Cassandra!));
    }

    /// <summary>The values of a topic's records, which kcat writes as: length, colon, bytes.</summary>
    private static async Task<List<byte[]>> ReadWithKcatAsync(string brokers, string topic)
    {
        var bytes = await RunAsync(
            "kcat", "-C", "-q", "-b", brokers, "-t", topic, "-o", "beginning", "-e", "-X", "isolation.level=read_committed", "-f", "%S:%s");
        List<byte[]> values = [];
        for (var at = 0; at < bytes.Length;)
        {
            var colon = Array.IndexOf(bytes, (byte)':', at);
            var length = int.Parse(bytes.AsSpan(at, colon - at));
            values.Add(bytes[(colon + 1)..(colon + 1 + length)]);
            at = colon + 1 + length;
        }

        return values;
    }

    private static async Task<IEnumerable<string>> RequiredFieldsAsync(string registry, int id)
    {
        using var client = new HttpClient();
        using var answer = JsonDocument.Parse(await client.GetStringAsync($"{registry.TrimEnd('/')}/schemas/ids/{id}"));
        Assert.Equal("JSON", answer.RootElement.GetProperty("schemaType").GetString());
        using var schema = JsonDocument.Parse(answer.RootElement.GetProperty("schema").GetString()!);
        return [.. schema.RootElement.GetProperty("required").EnumerateArray().Select(field => field.GetString()!)];
    }

    private static async Task<string> CountWithPythonAsync(string connection)
    {
        var parts = connection.Split(';').Select(part => part.Split('=', 2)).ToDictionary(part => part[0].Trim(), part => part[1].Trim());
        var count = await RunAsync(
            "/usr/bin/python3",
            "-c",
            """
            import sys
            from cassandra.cluster import Cluster
            session = Cluster([sys.argv[1]], port=int(sys.argv[2])).connect('spark_streams')
            print(session.execute('select count(*) from created_users').one()[0])
            """,
            parts["Contact Points"],
            parts["Port"]);
        return System.Text.Encoding.UTF8.GetString(count).Trim();
    }

    private static async Task<byte[]> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output).WaitAsync(Wait.Limit);
        await process.WaitForExitAsync().WaitAsync(Wait.Limit);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
        return output.ToArray();
    }
}
