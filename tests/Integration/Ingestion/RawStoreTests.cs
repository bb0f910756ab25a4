
namespace Streaming.Tests.Integration.Ingestion;

public sealed class RawStoreTests
{
    [PostgresFact]
    public async Task The_same_record_again_is_a_duplicate_and_another_version_is_not()
    {
        await using var app = await IngestionApp.StartAsync();
        var (user, version) = (SampleUsers.Json(1), SampleUsers.Json(1).Replace("Ada", "Eva"));

        var first = await app.PushAsync($"{user}\n{user}\n{version}");
        var second = await app.PushAsync($"[ {user.Replace(":", " : ")}, {SampleUsers.Json(2)} ]");

        Assert.Equal((202, 2, 1), (first.Status, first.Body.GetProperty("accepted").GetInt32(), first.Body.GetProperty("duplicates").GetInt32()));
        Assert.Equal((202, 1, 1), (second.Status, second.Body.GetProperty("accepted").GetInt32(), second.Body.GetProperty("duplicates").GetInt32()));
        Assert.Equal(3, await app.QueryAsync<long>("SELECT count(*) FROM raw_users"));
        Assert.Equal(0, await app.QueryAsync<long>("SELECT count(*) FROM raw_users WHERE payload LIKE '%secret%'"));
    }

    [PostgresFact]
    public async Task Two_processes_give_out_seq_and_time_in_one_order_that_is_the_order_of_commits()
    {
        await using var one = await IngestionApp.StartAsync();
        await using var other = await IngestionApp.StartAsync(one.Database);

        // Each batch shares half of its users with its neighbours, which the other process may be writing.
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? one : other).PushAsync(SampleUsers.Lines(i * 50, 100))));

        const int users = 59 * 50 + 100;
        Assert.Equal(users, answers.Sum(answer => answer.Body.GetProperty("accepted").GetInt32()));
        Assert.Equal(users, await one.QueryAsync<long>("SELECT count(*) FROM raw_users"));
        Assert.Equal(users, await one.QueryAsync<long>("SELECT last_seq FROM ingestion_clock"));
        Assert.Equal(0, await one.QueryAsync<long>(
            "SELECT count(*) FROM (SELECT ingested_at <= lag(ingested_at) OVER (ORDER BY seq) AS back FROM raw_users) o WHERE back"));

        await one.WaitForCreatedAsync(users);
        foreach (var partition in await one.CreatedAsync()) Assert.Equal(partition.Order().Distinct(), partition);
    }
}
