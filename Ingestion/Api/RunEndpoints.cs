using System.Globalization;
using Streaming.Ingestion.Runs;
using Streaming.Ingestion.Scheduling;
using Streaming.Ingestion.Sources;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Api;

/// <summary><c>/api/runs</c>, and the runs that a schedule is told to make.</summary>
internal static class RunEndpoints
{
    private const int MostListed = 500;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs", ListAsync).WithTags("runs")
            .Says<RunList>("Runs, the newest logical time first", 200, 400)
            .Asks("schedule", "Only this schedule's").Asks("state", "Only those in this state")
            .Asks("before", "Only runs behind this one, a run id: the answer's 'before'").Asks("limit", "1 to 500, 50 unless given");
        api.MapGet("/runs/{id}", FindAsync).WithTags("runs").Says<RunDetail>("One run with its attempts", 200, 404);
        api.MapPost("/runs/{id}/cancel", CancelAsync).WithTags("runs").Says<RunView>("Ends a run that has not ended", 202, 404, 409);
        api.MapPost("/runs/{id}/rerun", RerunAsync).WithTags("runs")
            .Says<RunView>("Runs again, with the same seed and size, what has ended: it stores nothing twice", 202, 404, 409);
        api.MapPost("/schedules/{name}/trigger", TriggerAsync).WithTags("runs").Takes<TriggerRequest>()
            .Says<RunView>("Makes a run now", 202, 400, 404, 409);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, RunDesk runs, string? schedule, string? state, string? before, string? limit)
    {
        var faults = new List<FieldFault>();
        RunState only = default;
        if (state is not null && !(Enum.TryParse(state, ignoreCase: true, out only) && !char.IsAsciiDigit(state[0])))
            faults.Add(ScheduleRules.Fault("state", state, $"must be one of {string.Join(", ", Enum.GetValues<RunState>().Select(Sql.Text))}"));
        if (before is not null && !RunId.TryReadTime(before, out _)) faults.Add(ScheduleRules.Fault("before", before, "must be the id of a run"));
        var most = 50;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostListed))
            faults.Add(ScheduleRules.Fault("limit", limit, $"must lie between 1 and {MostListed}"));
        if (faults.Count > 0) return Answers.Invalid(faults);
        return Answers.Json(await runs.ListAsync(schedule, state is null ? null : only, before, most, context.RequestAborted));
    }

    private static async Task<IResult> FindAsync(string id, HttpContext context, RunDesk runs) =>
        await runs.FindAsync(id, context.RequestAborted) is { } detail ? Answers.Json(detail) : Answers.NoRun(id);

    private static async Task<IResult> CancelAsync(string id, HttpContext context, RunDesk runs)
    {
        var cancelled = await runs.CancelAsync(id, context.RequestAborted);
        if (await runs.FindAsync(id, context.RequestAborted) is not { Run: var run }) return Answers.NoRun(id);
        return cancelled
            ? Answers.Json(run, StatusCodes.Status202Accepted)
            : Answers.Conflict($"Run '{id}' is {Sql.Text(run.State)}: only a run that has not ended can be cancelled.");
    }

    private static async Task<IResult> RerunAsync(string id, HttpContext context, RunDesk runs, ScheduleStore schedules)
    {
        if (await runs.FindAsync(id, context.RequestAborted) is not { Run: var run }) return Answers.NoRun(id);
        if (await schedules.FindAsync(run.Schedule, context.RequestAborted) is null)
            return Answers.Conflict($"The schedule '{run.Schedule}' of this run was deleted. Create it again, then run it again.");
        if (!await runs.RerunAsync(id, context.RequestAborted))
            return Answers.Conflict($"Run '{id}' is {Sql.Text(run.State)}: wait until it has ended, or cancel it first.");
        return Answers.Json((await runs.FindAsync(id, context.RequestAborted))!.Run, StatusCodes.Status202Accepted);
    }

    private static Task<IResult> TriggerAsync(
        string name, HttpContext context, ScheduleStore schedules, RunDesk runs, DefaultSource source) =>
        Answers.ReadAsync(context, async request =>
        {
            if (await schedules.FindAsync(name, context.RequestAborted) is not { Spec: var spec }) return Answers.NoSchedule(name);
            spec = spec with { UsersPerRun = request.UsersPerRun ?? spec.UsersPerRun, PageSize = request.PageSize ?? spec.PageSize };
            if (ScheduleRules.CheckSize(spec.UsersPerRun, spec.PageSize).ToList() is { Count: > 0 } faults) return Answers.Invalid(faults);
            if (source.MissingFor(spec) is { } missing) return Answers.Conflict(missing);
            if (await runs.TriggerAsync(spec, request.LogicalTime, context.RequestAborted) is not { } runId)
                return Answers.Conflict($"There is a run for {request.LogicalTime:O} already. Run that one again, or choose another logical_time.");
            return Answers.Json((await runs.FindAsync(runId, context.RequestAborted))!.Run, StatusCodes.Status202Accepted);
        }, new TriggerRequest());
}
