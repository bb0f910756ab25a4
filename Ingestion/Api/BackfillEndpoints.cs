using System.Globalization;
using Streaming.Ingestion.Runs;
using Streaming.Ingestion.Scheduling;
using Streaming.Ingestion.Sources;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Api;

/// <summary>Backfills: a run for each logical time of a range.</summary>
internal static class BackfillEndpoints
{
    private const int MostParallel = 16;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/schedules/{name}/backfill", CreateAsync).WithTags("backfills").Takes<BackfillRequest>()
            .Says<BackfillView>("Queues the runs of a range; a dry run, answered 200, says which these would be", 202, 400, 404, 409);
        api.MapGet("/backfills/{id}", FindAsync).WithTags("backfills").Says<BackfillView>("How far a backfill is", 200, 404);
        api.MapPost("/backfills/{id}/cancel", CancelAsync).WithTags("backfills").Says<BackfillView>("Cancels those of its runs that have not ended", 202, 404);
    }

    private static Task<IResult> CreateAsync(
        string name, HttpContext context, ScheduleStore schedules, BackfillStore backfills, DefaultSource source, TimeProvider time) =>
        Answers.ReadAsync<BackfillRequest>(context, async request =>
        {
            if (await schedules.FindAsync(name, context.RequestAborted) is not { Spec: var spec }) return Answers.NoSchedule(name);
            var faults = Check(request, time.GetUtcNow());
            if (faults.Count > 0) return Answers.Invalid(faults);

            var range = Timetable.Of(spec).Between(request.From.AddTicks(-1), request.To.AddTicks(-1));
            List<DateTimeOffset> logicalTimes = [.. range.Take(BackfillStore.MostRuns + 1)];
            if (logicalTimes.Count > BackfillStore.MostRuns)
                return Answers.Invalid([ScheduleRules.Fault("to", Text(request.To),
                    $"must not be after {Text(logicalTimes[^1])}: a backfill may have {BackfillStore.MostRuns:N0} runs; make several of it")]);
            if (request.DryRun) return Answers.Json(await backfills.TryAsync(spec, request, logicalTimes, context.RequestAborted));
            if (source.MissingFor(spec) is { } missing) return Answers.Conflict(missing);

            var id = await backfills.CreateAsync(spec, request, logicalTimes, context.RequestAborted);
            return Answers.Json(await backfills.FindAsync(id, context.RequestAborted), StatusCodes.Status202Accepted);
        });

    private static async Task<IResult> FindAsync(string id, HttpContext context, BackfillStore backfills) =>
        Guid.TryParse(id, out var guid) && await backfills.FindAsync(guid, context.RequestAborted) is { } view ? Answers.Json(view) : Answers.NoBackfill(id);

    private static async Task<IResult> CancelAsync(string id, HttpContext context, BackfillStore backfills)
    {
        if (!Guid.TryParse(id, out var guid) || await backfills.FindAsync(guid, context.RequestAborted) is null) return Answers.NoBackfill(id);
        await backfills.CancelAsync(guid, context.RequestAborted);
        return Answers.Json(await backfills.FindAsync(guid, context.RequestAborted), StatusCodes.Status202Accepted);
    }

    private static List<FieldFault> Check(BackfillRequest request, DateTimeOffset now)
    {
        var faults = new List<FieldFault>();
        if (request.From >= request.To) faults.Add(ScheduleRules.Fault("from", Text(request.From), $"must be before to ({Text(request.To)})"));
        if (request.To > now) faults.Add(ScheduleRules.Fault("to", Text(request.To), "must not lie in the future: the schedule makes those runs itself"));
        if (request.Parallel is < 1 or > MostParallel) faults.Add(ScheduleRules.Range("parallel", request.Parallel, 1, MostParallel));
        return faults;
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
