using Streaming.Pipeline.Scheduling;

namespace Streaming.Console.Scheduling;

/// <summary>Which runs a viewer wants to see; null: all.</summary>
internal sealed record RunFilter(string? Schedule, RunState? State, string? Before);

/// <summary>The newest runs of one schedule, the oldest of them first, as time goes.</summary>
public sealed record RunRow(string Schedule, IReadOnlyList<RunView> Runs)
{
    /// <summary>How many there are of each state, in words.</summary>
    public string Summary { get; } = string.Join(", ",
        Runs.CountBy(run => run.State).OrderByDescending(state => state.Value).Select(state => $"{state.Value} {RunStates.NameOf(state.Key)}"));
}

/// <summary>What the page of runs shows.</summary>
/// <param name="Schedules">All there are, to choose from.</param>
/// <param name="Left">Schedules that have no row, as the page has no room for more.</param>
internal sealed record RunHistory(IReadOnlyList<string> Schedules, IReadOnlyList<RunRow> Rows, int Left, RunList List)
{
    private const int MostRows = 12;
    private const int RunsOfRow = 30;
    private const int RunsOfOnlyRow = 200;
    private const int PageSize = 50;

    /// <summary>Null where there is no schedule. A page further back has no rows.</summary>
    public static async Task<RunHistory?> LoadAsync(SchedulesClient client, RunFilter filter, CancellationToken cancellationToken)
    {
        var list = client.RunsAsync(filter.Schedule, filter.State, filter.Before, PageSize, cancellationToken);
        var schedules = await client.SchedulesAsync(cancellationToken);
        var names = schedules.Select(schedule => schedule.Spec.Name).ToList();
        if (names.Count == 0 && (await list).Runs.Count == 0) return null;

        var wanted = filter.Before is not null ? [] : filter.Schedule is { } one ? [one] : names;
        var count = filter.Schedule is null ? RunsOfRow : RunsOfOnlyRow;
        var rows = await Task.WhenAll(wanted.Take(MostRows).Select(async name =>
            new RunRow(name, [.. (await client.RunsAsync(name, filter.State, before: null, count, cancellationToken)).Runs.Reverse()])));
        return new RunHistory(names, rows, wanted.Count - rows.Length, await list);
    }
}
