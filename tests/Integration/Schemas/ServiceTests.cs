using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Schemas;
using Streaming.Pipeline.Schemas.Postgres;
using Streaming.Tests.Integration.Ingestion;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Schemas;

/// <summary>What a service makes of the registry that it is given.</summary>
public sealed class ServiceTests
{
    [PostgresFact]
    public async Task Setup_of_a_version_whose_schema_does_not_fit_names_the_field_and_leaves_nothing_behind()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        var registry = new PostgresSchemaRegistry(source);
        await registry.SetUpAsync(default);
        await registry.RegisterAsync(EventSchemas.SubjectOf(Topics.UsersCreated), WithPostCode("integer"), default);

        var error = await Assert.ThrowsAsync<IncompatibleSchemaException>(() => IngestionApp.StartAsync(database));

        Assert.StartsWith(
            "users_created-value is not compatible with its version 1: field 'post_code': type changed from integer to string or null.", error.Message);
        await using var tables = source.CreateCommand("SELECT to_regclass('raw_users') IS NULL");
        Assert.True((bool?)await tables.ExecuteScalarAsync());
    }

    [ServersFact(ServerHomes.Apicurio)]
    public async Task Records_bear_the_registrys_ids_and_go_on_while_it_is_away()
    {
        await using var registry = await RegistryServer.LaunchAsync();
        await using var app = await IngestionApp.StartAsync(settings: ("ConnectionStrings:registry", registry.Address));
        await app.PushAsync(SampleUsers.Lines(0, 10));
        await app.WaitForCreatedAsync(10);

        using var http = new HttpClient();
        var registered = await http.GetFromJsonAsync<JsonObject>($"{registry.Address}/schemas/ids/{await FirstSchemaIdAsync(app)}");
        Assert.Equal(EventSchemas.Of(Topics.UsersCreated), (string?)registered!["schema"]);

        // The relay begins anew, too, with the ids that it knows.
        await registry.KillAsync();
        await app.QueryAsync<bool>("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = current_database()");
        await app.PushAsync(SampleUsers.Lines(10, 10));
        await app.WaitForCreatedAsync(20);
    }

    private static string WithPostCode(string type)
    {
        var schema = JsonNode.Parse(EventSchemas.Of(Topics.UsersCreated))!;
        schema["properties"]!["post_code"]!["type"] = type;
        return schema.ToJsonString();
    }

    private static async Task<int> FirstSchemaIdAsync(IngestionApp app)
    {
        for (var partition = 0; partition < Topics.UsersCreated.Partitions; partition++)
        {
            await foreach (var batch in app.Log.ReadAsync(Topics.UsersCreated[partition], 0, CancellationToken.None))
            {
                using (batch)
                {
                    foreach (var record in batch)
                    {
                        if (WireFormat.TryStrip(record.Value, out var id, out _)) return id;
                    }
                }
            }
        }

        throw new InvalidOperationException("There is no record in users_created.");
    }
}
