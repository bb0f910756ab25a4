using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Api;

/// <summary>How the API of schedules and runs answers, and how it reads what it is sent.</summary>
internal static class Answers
{
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, ScheduleJson.Options, statusCode: status);

    public static IResult NoSchedule(string name) =>
        Problem(StatusCodes.Status404NotFound, $"There is no schedule '{name}'. GET /api/schedules lists those that there are.");

    public static IResult NoRun(string runId) =>
        Problem(StatusCodes.Status404NotFound, $"There is no run '{runId}', or it is so old that it was removed. GET /api/runs lists those that there are.");

    public static IResult NoBackfill(string id) =>
        Problem(StatusCodes.Status404NotFound, $"There is no backfill '{id}'. POST /api/schedules/NAME/backfill answers with the id of a new one.");

    public static IResult Conflict(string detail) => Problem(StatusCodes.Status409Conflict, detail);

    public static IResult Invalid(IReadOnlyCollection<FieldFault> faults)
    {
        var problem = new ProblemDetails { Status = StatusCodes.Status400BadRequest, Detail = string.Join(' ', faults.Select(fault => fault.Message)) };
        problem.Extensions["errors"] = JsonSerializer.SerializeToElement(faults, ScheduleJson.Options);
        return TypedResults.Problem(problem);
    }

    /// <summary>Reads the body and answers with what is made of it; 400, with the field, where it can't be read.</summary>
    /// <param name="otherwise">What an empty body means; null: it means nothing.</param>
    public static async Task<IResult> ReadAsync<T>(HttpContext context, Func<T, Task<IResult>> answer, T? otherwise = null) where T : class
    {
        T? body;
        try
        {
            var empty = context.Request.ContentLength is null or 0 && otherwise is not null && !context.Request.HasJsonContentType();
            body = empty ? otherwise : await JsonSerializer.DeserializeAsync<T>(context.Request.Body, ScheduleJson.Options, context.RequestAborted);
        }
        catch (JsonException broken)
        {
            var field = broken.Path is null or "$" ? "body" : broken.Path.TrimStart('$', '.');
            return Invalid([new FieldFault(field, null, $"{field} can't be read: {broken.Message}")]);
        }

        return body is null ? Invalid([new FieldFault("body", "null", "The body is null; it must be a JSON object.")]) : await answer(body);
    }

    private static IResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
