using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Streaming.Ingestion.Framing;
using Streaming.Ingestion.RawStore;

namespace Streaming.Ingestion.Push;

/// <summary>What a push comes to, whatever the outcome: how many were taken goes with every answer.</summary>
internal sealed class PushAnswer(string runId)
{
    private const int ListedFaults = 100;

    private readonly List<Dictionary<string, object>> _faults = [];

    public RawResult Stored { get; set; }

    public int FaultCount { get; private set; }

    public void Add(string unit, EventFault fault)
    {
        FaultCount++;
        if (_faults.Count < ListedFaults) _faults.Add(new Dictionary<string, object> { [unit] = fault.Position, ["fault"] = fault.Reason });
    }

    public IResult Result()
    {
        if (FaultCount > 0) return Problem(StatusCodes.Status400BadRequest, "Some of the input is no event.");
        return TypedResults.Json(
            new { accepted = Stored.Accepted, duplicates = Stored.Duplicates, run_id = runId }, statusCode: StatusCodes.Status202Accepted);
    }

    public ProblemHttpResult Problem(int status, string detail)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions["accepted"] = Stored.Accepted;
        problem.Extensions["duplicates"] = Stored.Duplicates;
        problem.Extensions["run_id"] = runId;
        if (FaultCount > 0)
        {
            problem.Extensions["errors"] = _faults;
            problem.Extensions["error_count"] = FaultCount;
        }

        return TypedResults.Problem(problem);
    }
}
