using System.Diagnostics;

namespace Streaming.Tests.Harness.Outcomes;

/// <summary>What has come out of a pipeline, as seen from outside: in its tables and in its log. A server that is being restarted is waited for.</summary>
public abstract class PipelineOutcome : IAsyncDisposable
{
    private static readonly TimeSpan RestartLimit = TimeSpan.FromMinutes(2);

    /// <summary>Rows in <c>created_users</c>.</summary>
    public Task<long> UsersAsync() => AnsweredAsync(CountUsersAsync);

    public Task<IReadOnlyList<StoredUser>> ReadUsersAsync() => AnsweredAsync(FetchUsersAsync);

    /// <summary>The records of <c>users_rejected</c>, in no order.</summary>
    public Task<IReadOnlyList<DeadLetter>> RejectedAsync() => AnsweredAsync(FetchRejectedAsync);

    /// <summary>The sum of all counts in <c>user_stats</c>.</summary>
    public Task<long> CountedAsync() => AnsweredAsync(SumStatsAsync);

    /// <summary>Every table and every topic, and what is in it as text.</summary>
    public abstract IAsyncEnumerable<(string Name, string Content)> DumpAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// Waits until so many users and dead letters have arrived, and as many users are counted: rows and counts travel by topics of their own, and either
    /// may come first.
    /// </summary>
    public async Task ArrivedAsync(long users, int rejected, TimeSpan deadline, Func<string> tell)
    {
        await ReachedAsync(UsersAsync, users, "rows");
        await ReachedAsync(async () => (await RejectedAsync()).Count, rejected, "dead letters");
        await ReachedAsync(CountedAsync, users, "users counted");

        async Task ReachedAsync(Func<Task<long>> ask, long expected, string what)
        {
            var arrived = 0L;
            await Wait.UntilAsync(
                async () => (arrived = await ask()) >= expected, deadline, () => $"{expected} {what}, not {arrived}; the AppHost printed:\n{tell()}", Interval);
        }
    }

    /// <summary>Between two looks, where looking costs the servers what the pipeline needs.</summary>
    protected virtual TimeSpan? Interval => null;

    protected abstract Task<long> CountUsersAsync();

    protected abstract Task<IReadOnlyList<StoredUser>> FetchUsersAsync();

    protected abstract Task<IReadOnlyList<DeadLetter>> FetchRejectedAsync();

    protected abstract Task<long> SumStatsAsync();

    /// <summary>Whether a server that is starting, or being restarted, explains the failure.</summary>
    protected abstract bool IsPassing(Exception failure);

    protected async Task<T> AnsweredAsync<T>(Func<Task<T>> question)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await question();
            }
            catch (Exception failure) when (IsPassing(failure) && Stopwatch.GetElapsedTime(started) < RestartLimit)
            {
                await Task.Delay(200);
            }
        }
    }
}

/// <summary>A row of <c>created_users</c>.</summary>
public sealed record StoredUser(
    Guid Id, string? FirstName, string? LastName, string? PostCode, DateTimeOffset DateOfBirth, DateTimeOffset RegisteredDate, string? Email, string? Username,
    string? Gender, string? Nationality, string? City, string? State, double Latitude, double Longitude, string? Picture);

/// <summary>A record of <c>users_rejected</c>: its value is JSON.</summary>
public sealed record DeadLetter(string Key, string Value);
