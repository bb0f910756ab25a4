using System.Net;
using Npgsql;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Ingestion;

public sealed class RelayTests
{
    [PostgresFact]
    public async Task Rows_stored_while_the_relay_was_away_follow_once_and_in_order()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        var first = await IngestionApp.StartAsync(database);
        await first.PushAsync(SampleUsers.Lines(0, 1_000));
        await first.StopAsync();

        await using (var second = await IngestionApp.StartAsync(database, ("Ingestion:Relay:BatchRows", "7")))
        {
            await second.PushAsync(SampleUsers.Lines(1_000, 1_000));
            await second.WaitForCreatedAsync(2_000);
            var created = await second.CreatedAsync();

            Assert.Equal(Enumerable.Range(1, 2_000).Select(seq => (long)seq), created.SelectMany(seqs => seqs).Order());
            foreach (var partition in created) Assert.Equal(partition.Order(), partition);
        }
    }

    [PostgresFact]
    public async Task What_the_log_has_and_PostgreSQL_sends_again_is_not_appended_twice()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        var first = await IngestionApp.StartAsync(database);
        var slot = await first.QueryAsync<string>("SELECT slot_name::text FROM pg_replication_slots WHERE database = current_database()");
        await first.QueryAsync<object>($"SELECT pg_copy_logical_replication_slot('{slot}', '{slot}_old')::text");
        await first.PushAsync(SampleUsers.Lines(0, 100));
        await first.WaitForCreatedAsync(100);
        await first.StopAsync();

        // A slot from before the rows stands for one whose acknowledgements a crash of the server has lost.
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var rewind = source.CreateCommand(
                $"SELECT pg_drop_replication_slot('{slot}');"
                + $" SELECT pg_copy_logical_replication_slot('{slot}_old', '{slot}'); SELECT pg_drop_replication_slot('{slot}_old')");
            await rewind.ExecuteNonQueryAsync();
        }

        await using var second = await IngestionApp.StartAsync(database);
        await second.PushAsync(SampleUsers.Lines(100, 1));
        await Wait.UntilAsync(async () => (await second.CreatedAsync()).SelectMany(seqs => seqs).Contains(101), "the newest row is in users_created");
        Assert.Equal(101, (await second.CreatedAsync()).Sum(partition => partition.Count));
    }

    [PostgresFact]
    public async Task A_lost_slot_stops_the_relay_loudly_and_setup_makes_no_new_one()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        var first = await IngestionApp.StartAsync(database);
        await first.PushAsync(SampleUsers.Json(1));
        await first.WaitForCreatedAsync(1);
        await first.DisposeAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => IngestionApp.StartAsync(database));
        Assert.Contains("pg_create_logical_replication_slot", failure.Message);
    }

    [PostgresFact]
    public async Task A_relay_without_its_slot_is_unhealthy_and_says_why()
    {
        await using var app = await IngestionApp.StartAsync(settings: ("Ingestion:Relay:Linger", "00:00:00"));
        var slot = await app.QueryAsync<string>("SELECT slot_name::text FROM pg_replication_slots WHERE database = current_database()");
        await Wait.UntilAsync(
            async () => await app.QueryAsync<bool>($"SELECT active FROM pg_replication_slots WHERE slot_name = '{slot}'"), "the relay holds its slot");

        // The drop waits until the walsender is gone, which the relay makes up for at once: so both, again and again, until it is dropped.
        await Wait.UntilAsync(
            async () =>
            {
                await app.QueryAsync<long>($"SELECT count(pg_terminate_backend(active_pid)) FROM pg_replication_slots WHERE slot_name = '{slot}' AND active");
                await app.QueryAsync<long>(
                    $"SELECT count(pg_drop_replication_slot(slot_name)) FROM pg_replication_slots WHERE slot_name = '{slot}' AND NOT active");
                return await app.QueryAsync<long>($"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{slot}'") == 0;
            },
            "the slot is dropped");

        string health = "";
        await Wait.UntilAsync(
            async () =>
            {
                using var answer = await app.Client.GetAsync("/health");
                health = await answer.Content.ReadAsStringAsync();
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable && health.Contains("stopped: The replication slot");
            },
            "the relay is faulted");
        Assert.Contains(slot, health);
    }

    [PostgresFact]
    public async Task While_idle_the_slot_moves_on_past_what_others_write()
    {
        await using var app = await IngestionApp.StartAsync();
        await app.QueryAsync<long>("WITH t AS (SELECT 1) SELECT count(*) FROM t");
        await app.QueryAsync<object>("SELECT pg_logical_emit_message(false, 'other', repeat('x', 1000000))::text");

        await Wait.UntilAsync(
            async () => await app.QueryAsync<decimal>(
                "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn) FROM pg_replication_slots WHERE database = current_database()") < 500_000,
            "the slot has moved on");
    }
}
