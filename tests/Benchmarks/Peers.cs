using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Streaming.Tests.Harness;
using Streaming.Tests.Harness.Servers;

namespace Streaming.Tests.Benchmarks;

/// <summary>What the pipeline is measured against, in the folder <c>shared/peers</c> beside the repository, on the servers of a running pipeline.</summary>
internal sealed partial class Peers(RunningPipeline pipeline)
{
    /// <summary>Where the peers look for Cassandra; it can't be told them.</summary>
    public const string CassandraPort = "9042";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The tutorial's way from topic to table: Spark Structured Streaming and its Cassandra connector. Events a second, start-up not counted.
    /// </summary>
    public async Task<double> SparkPipelineAsync(int events) => (await RunAsync("spark-pipeline", events)).Max();

    /// <summary>The DataStax Java driver, row by row and in batches: rows a second of the better one.</summary>
    public async Task<double> CassandraLimitAsync(int rows) => (await RunAsync("cassandra-limit", rows)).Max();

    /// <summary>Debezium from a table to a topic: rows a second, the insert and the reading back counted.</summary>
    public async Task<double> DebeziumAsync(int rows) => (await RunAsync("debezium", rows)).Max();

    private async Task<List<double>> RunAsync(string peer, int count)
    {
        var folder = SharedFolder.Find("peers") ?? throw new DirectoryNotFoundException("There is no folder shared/peers beside the repository.");
        var start = new ProcessStartInfo(Path.Combine(folder, "peers"), [peer, count.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        foreach (var (name, value) in Variables()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Limit);
        var rates = Rate().Matches(await output)
            .Select(match => double.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToList();
        if (process.ExitCode != 0 || rates.Count == 0) throw new InvalidOperationException($"peers {peer} ended with {process.ExitCode}: {await output}");
        Console.WriteLine($"peer         {peer}: {string.Join(", ", rates.Select(rate => rate.ToString("N0", CultureInfo.InvariantCulture)))} a second");
        return rates;
    }

    private IEnumerable<KeyValuePair<string, string?>> Variables()
    {
        var database = new NpgsqlConnectionStringBuilder(pipeline.Endpoints.Postgres);
        Dictionary<string, string?> variables = new()
        {
            ["KAFKA_BROKERS"] = pipeline.Endpoints.Kafka,
            ["PGHOST"] = database.Host,
            ["PGPORT"] = database.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = database.Username,
            ["PGPASSWORD"] = database.Password,
            ["PGDATABASE"] = "postgres",
        };
        return variables.Concat(ServerHomes.Environment.Select(home => KeyValuePair.Create(home.Key, (string?)home.Value)));
    }

    // The fill before it prints a rate too.
    [GeneratedRegex(@"^(?!fill).*?([\d,]+) (?:events|rows)/s", RegexOptions.Multiline)]
    private static partial Regex Rate();
}
