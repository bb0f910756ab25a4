using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Streaming.Ingestion;
using Streaming.Ingestion.Api;
using Streaming.Ingestion.Push;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Ingestion;

/// <summary>The whole service on a free port and a database of its own; several may share a database.</summary>
internal sealed class IngestionApp : IAsyncDisposable
{
    private const string Key = "0123456789abcdef";

    private readonly WebApplication _app;
    private readonly string _slot;

    private IngestionApp(WebApplication app, string database, string slot)
    {
        (_app, Database, _slot) = (app, database, slot);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
        Client.DefaultRequestHeaders.Add("X-API-Key", Key);
    }

    public string Database { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public ILog Log => Services.GetRequiredService<ILog>();

    public static async Task<IngestionApp> StartAsync(string? database = null, params (string Key, string Value)[] settings)
    {
        database ??= await PostgresServer.CreateDatabaseAsync();
        var slot = $"relay_{new NpgsqlConnectionStringBuilder(database).Database}";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:streaming"] = database,
            ["Ingestion:Push:ApiKey"] = Key,
            ["Ingestion:Relay:Slot"] = slot,
            ["urls"] = "http://127.0.0.1:0",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddIngestion();

        var app = builder.Build();
        await app.Services.GetRequiredService<Setup>().RunAsync(CancellationToken.None);
        app.MapDefaultEndpoints();
        PushEndpoint.Map(app);
        ApiEndpoints.Map(app);
        await app.StartAsync();
        return new IngestionApp(app, database, slot);
    }

    public async Task<(int Status, JsonElement Body)> PushAsync(byte[] body, string query = "")
    {
        using var answer = await Client.PostAsync($"/events{query}", new ByteArrayContent(body));
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public Task<(int Status, JsonElement Body)> PushAsync(string body, string query = "") => PushAsync(Encoding.UTF8.GetBytes(body), query);

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The raw_seq of what is in users_created, by partition.</summary>
    public async Task<List<List<long>>> CreatedAsync()
    {
        var all = new List<List<long>>();
        for (var partition = 0; partition < Topics.UsersCreated.Partitions; partition++)
        {
            var seqs = new List<long>();
            await foreach (var batch in Log.ReadAsync(Topics.UsersCreated[partition], 0, CancellationToken.None))
            {
                using (batch)
                {
                    foreach (var record in batch) seqs.Add(record.Headers.RawSeq);
                }
            }

            all.Add(seqs);
        }

        return all;
    }

    public Task WaitForCreatedAsync(int count) =>
        Wait.UntilAsync(async () => (await CreatedAsync()).Sum(partition => partition.Count) >= count, $"{count} records in users_created");

    /// <summary>Stops the service; its database stays for another.</summary>
    public async Task StopAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        NpgsqlConnection.ClearAllPools();
        await using var source = NpgsqlDataSource.Create(Database);
        await using var drop = source.CreateCommand("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND NOT active");
        drop.Parameters.Add(new() { Value = _slot });
        await drop.ExecuteNonQueryAsync();
    }
}

internal static class SampleUsers
{
    public static string Json(int n) =>
        $$$"""{"gender":"female","name":{"title":"Ms","first":"Ada","last":"L{{{n}}}"},"email":"ada.{{{n}}}@example.com","login":{"uuid":"{{{Id(n)}}}","username":"ada{{{n}}}","password":"secret"},"nat":"GB"}""";

    public static Guid Id(int n) => new(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    public static string Lines(int first, int count) => string.Join('\n', Enumerable.Range(first, count).Select(Json));
}
