using System.Globalization;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Console.Scheduling;

/// <summary>
/// Ingestion's API of schedules and runs. Nothing is tried twice: a page loads again by itself, and a viewer presses a button again.
/// </summary>
/// <exception cref="SchedulesException">Of every call: refused, or not answered.</exception>
internal sealed class SchedulesClient(HttpClient http)
{
    private readonly ScheduleRequests _requests = new(http);

    public Task<IReadOnlyList<ScheduleView>> SchedulesAsync(CancellationToken cancellationToken) =>
        _requests.GetAsync<IReadOnlyList<ScheduleView>>("api/schedules", cancellationToken);

    public Task<ScheduleView> ScheduleAsync(string name, CancellationToken cancellationToken) =>
        _requests.GetAsync<ScheduleView>(Path(name), cancellationToken);

    public Task<SchedulePreview> PreviewAsync(ScheduleSpec spec, CancellationToken cancellationToken) =>
        _requests.SendAsync<SchedulePreview>(HttpMethod.Post, "api/schedules/preview", spec, cancellationToken);

    public Task CreateAsync(ScheduleSpec spec, CancellationToken cancellationToken) =>
        _requests.SendAsync(HttpMethod.Post, "api/schedules", spec, cancellationToken);

    public Task ChangeAsync(ScheduleSpec spec, CancellationToken cancellationToken) =>
        _requests.SendAsync(HttpMethod.Put, Path(spec.Name), spec, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        _requests.SendAsync(HttpMethod.Delete, Path(name), body: null, cancellationToken);

    public Task PauseAsync(string name, CancellationToken cancellationToken) =>
        _requests.SendAsync(HttpMethod.Post, $"{Path(name)}/pause", body: null, cancellationToken);

    public Task ResumeAsync(string name, CancellationToken cancellationToken) =>
        _requests.SendAsync(HttpMethod.Post, $"{Path(name)}/resume", body: null, cancellationToken);

    public Task<RunView> TriggerAsync(string name, TriggerRequest request, CancellationToken cancellationToken) =>
        _requests.SendAsync<RunView>(HttpMethod.Post, $"{Path(name)}/trigger", request, cancellationToken);

    public Task<BackfillView> BackfillAsync(string name, BackfillRequest request, CancellationToken cancellationToken) =>
        _requests.SendAsync<BackfillView>(HttpMethod.Post, $"{Path(name)}/backfill", request, cancellationToken);

    public Task<BackfillView> BackfillAsync(Guid id, CancellationToken cancellationToken) =>
        _requests.GetAsync<BackfillView>($"api/backfills/{id}", cancellationToken);

    public Task CancelBackfillAsync(Guid id, CancellationToken cancellationToken) =>
        _requests.SendAsync(HttpMethod.Post, $"api/backfills/{id}/cancel", body: null, cancellationToken);

    /// <param name="schedule">Runs of this one only; null: of all.</param>
    /// <param name="before"><see cref="RunList.Before"/> of the page before this one.</param>
    public Task<RunList> RunsAsync(string? schedule, RunState? state, string? before, int limit, CancellationToken cancellationToken)
    {
        var query = QueryString.Create("limit", limit.ToString(CultureInfo.InvariantCulture));
        if (schedule is not null) query = query.Add("schedule", schedule);
        if (state is { } wanted) query = query.Add("state", RunStates.NameOf(wanted));
        if (before is not null) query = query.Add("before", before);
        return _requests.GetAsync<RunList>($"api/runs{query}", cancellationToken);
    }

    public Task<RunDetail> RunAsync(string id, CancellationToken cancellationToken) => _requests.GetAsync<RunDetail>(RunPath(id), cancellationToken);

    public Task CancelRunAsync(string id, CancellationToken cancellationToken) =>
        _requests.SendAsync(HttpMethod.Post, $"{RunPath(id)}/cancel", body: null, cancellationToken);

    public Task RunAgainAsync(string id, CancellationToken cancellationToken) =>
        _requests.SendAsync(HttpMethod.Post, $"{RunPath(id)}/rerun", body: null, cancellationToken);

    private static string Path(string schedule) => $"api/schedules/{Uri.EscapeDataString(schedule)}";

    private static string RunPath(string id) => $"api/runs/{Uri.EscapeDataString(id)}";
}
