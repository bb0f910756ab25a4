using Streaming.CassandraSink;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.CassandraSink;

/// <summary>However many rows of a full batch the server refuses, the rest is stored, and the write ends in seconds.</summary>
public sealed class RefusalTests
{
    private const long T = TestUsers.Start;
    private const int Rows = 5_000;

    /// <summary>Long enough for any attempt, too short for all attempts at a bad batch.</summary>
    private static readonly SinkOptions OneAttempt = new() { WriteTimeout = TimeSpan.FromSeconds(3) };

    [PostgresTheory]
    [InlineData(1, 0)]
    [InlineData(2, Rows / 2)]
    [InlineData(100, Rows - (Rows / 100))]
    public async Task Every_bad_row_of_a_full_batch_is_found_in_seconds(int every, int good)
    {
        await using var test = await TablesUnderTest.CreateAsync(options: OneAttempt);
        var users = Enumerable.Range(0, Rows).Select(i => User(Guid.NewGuid(), i, i % every == 0)).ToArray();

        await AssertWrittenAsync(test, users, good, good);
    }

    /// <summary>The newest versions are bad: an older one is superseded by a good one, and never sent.</summary>
    [PostgresTheory]
    [InlineData(Rows, 0)]
    [InlineData(Rows / 2, 1)]
    public async Task Every_bad_version_of_a_hot_key_is_found_in_seconds(int bad, int users)
    {
        await using var test = await TablesUnderTest.CreateAsync(options: OneAttempt);
        var id = Guid.NewGuid();
        var versions = Enumerable.Range(0, Rows).Select(i => User(id, i, i >= Rows - bad)).ToArray();

        await AssertWrittenAsync(test, versions, Rows - bad, users);
    }

    private async Task AssertWrittenAsync(TablesUnderTest test, UserRow[] rows, int good, int users)
    {
        var result = await test.WriteAsync(rows).WaitAsync(Wait.Limit);

        Assert.Equal(Rows - good, result.Refused.Count);
        Assert.Equal(Enumerable.Range(0, Rows).Where(i => rows[i][UserField.City].Contains((byte)0)), result.Refused.Select(refusal => refusal.Record).Order());
        Assert.Equal(users, await test.ScalarAsync<long>("SELECT count(*) FROM spark_streams.created_users"));
    }

    private static UserRow User(Guid id, int version, bool bad)
    {
        var user = TestUsers.Row(id, T + version);
        return bad ? user.With(UserField.City, "a\0b") : user;
    }
}
