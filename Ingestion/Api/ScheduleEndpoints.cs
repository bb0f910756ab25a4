using Streaming.Ingestion.Runs;
using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Api;

/// <summary><c>/api/schedules</c>: looked at, created, changed, paused.</summary>
internal static class ScheduleEndpoints
{
    private const int PreviewedRuns = 10;

    public static void Map(RouteGroupBuilder api)
    {
        var schedules = api.MapGroup("/schedules").WithTags("schedules");
        schedules.MapGet("", ListAsync).Says<List<ScheduleView>>("All schedules, by name");
        schedules.MapPost("", CreateAsync).Takes<ScheduleSpec>().Says<ScheduleView>("Creates a schedule", 201, 400, 409);
        schedules.MapPost("/preview", Preview).Takes<ScheduleSpec>().Says<SchedulePreview>("The next ten logical times of a schedule, or its faults", 200, 400);
        schedules.MapGet("/{name}", FindAsync).Says<ScheduleView>("One schedule", 200, 404);
        schedules.MapPut("/{name}", ReplaceAsync).Takes<ScheduleSpec>().Says<ScheduleView>("Replaces what is said of a schedule", 200, 400, 404);
        schedules.MapDelete("/{name}", DeleteAsync).Says("Removes a schedule; its open runs are cancelled, the others stay", 204, 404);
        schedules.MapPost("/{name}/pause", (string name, HttpContext context, ScheduleStore store, Planner planner, Wakers wakers) =>
            PauseAsync(name, true, context, store, planner, wakers)).Says<ScheduleView>("Starts no run by itself any more", 200, 404);
        schedules.MapPost("/{name}/resume", (string name, HttpContext context, ScheduleStore store, Planner planner, Wakers wakers) =>
            PauseAsync(name, false, context, store, planner, wakers)).Says<ScheduleView>("Goes on, catching up as the schedule says", 200, 404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ScheduleStore store) => Answers.Json(await store.ViewAllAsync(context.RequestAborted));

    private static async Task<IResult> FindAsync(string name, HttpContext context, ScheduleStore store) =>
        await store.ViewAsync(name, context.RequestAborted) is { } view ? Answers.Json(view) : Answers.NoSchedule(name);

    private static Task<IResult> CreateAsync(HttpContext context, ScheduleStore store, Planner planner, Wakers wakers, TimeProvider time) =>
        Answers.ReadAsync<ScheduleSpec>(context, async spec =>
        {
            if (ScheduleRules.Check(spec, time.GetUtcNow()) is { Count: > 0 } faults) return Answers.Invalid(faults);
            if (!await store.AddAsync(spec, context.RequestAborted))
                return Answers.Conflict($"There is a schedule '{spec.Name}' already. Choose another name, or change it by PUT /api/schedules/{spec.Name}.");
            context.Response.Headers.Location = $"/api/schedules/{spec.Name}";
            return Answers.Json(await ChangedAsync(spec.Name, context, store, planner, wakers), StatusCodes.Status201Created);
        });

    private static Task<IResult> ReplaceAsync(string name, HttpContext context, ScheduleStore store, Planner planner, Wakers wakers, TimeProvider time) =>
        Answers.ReadAsync<ScheduleSpec>(context, async spec =>
        {
            var faults = ScheduleRules.Check(spec, time.GetUtcNow());
            if (spec.Name != name) faults.Add(ScheduleRules.Fault("name", spec.Name, $"must be '{name}', as in the address: a schedule keeps its name"));
            if (faults.Count > 0) return Answers.Invalid(faults);
            if (!await store.ReplaceAsync(spec, context.RequestAborted)) return Answers.NoSchedule(name);
            return Answers.Json(await ChangedAsync(name, context, store, planner, wakers));
        });

    private static Task<IResult> Preview(HttpContext context, TimeProvider time) =>
        Answers.ReadAsync<ScheduleSpec>(context, spec =>
        {
            var now = time.GetUtcNow();
            var faults = ScheduleRules.Check(spec, now);
            DateTimeOffset[] next = faults.Count > 0 ? [] : [.. Timetable.Of(spec).Between(now, DateTimeOffset.MaxValue).Take(PreviewedRuns)];
            return Task.FromResult(Answers.Json(new SchedulePreview(next, faults)));
        });

    private static async Task<IResult> DeleteAsync(string name, HttpContext context, ScheduleStore store, RunDesk runs, Wakers wakers)
    {
        if (!await store.DeleteAsync(name, context.RequestAborted)) return Answers.NoSchedule(name);
        await runs.CancelAllAsync(name, context.RequestAborted);
        wakers.Schedules.Set();
        return TypedResults.NoContent();
    }

    private static async Task<IResult> PauseAsync(string name, bool paused, HttpContext context, ScheduleStore store, Planner planner, Wakers wakers)
    {
        if (!await store.PauseAsync(name, paused, context.RequestAborted)) return Answers.NoSchedule(name);
        return Answers.Json(await ChangedAsync(name, context, store, planner, wakers));
    }

    /// <summary>What is due of a changed schedule is queued at once, and Quartz learns of it.</summary>
    private static async Task<ScheduleView?> ChangedAsync(string name, HttpContext context, ScheduleStore store, Planner planner, Wakers wakers)
    {
        await planner.PlanAsync(name, context.RequestAborted);
        wakers.Schedules.Set();
        wakers.Runs.Set();
        return await store.ViewAsync(name, context.RequestAborted);
    }
}
