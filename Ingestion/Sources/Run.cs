namespace Streaming.Ingestion.Sources;

/// <summary>One run of the pull. Its seed makes its content reproducible, so that it can go on at its next page whoever fetched the ones before.</summary>
internal sealed record Run(string RunId, string Source, string Seed, DateTimeOffset LogicalTime, int PageSize, int Pages, int PagesDone)
{
    public static Run At(DateTimeOffset now, PullOptions options)
    {
        var logical = new DateTimeOffset(now.UtcTicks - now.UtcTicks % options.Interval.Ticks, TimeSpan.Zero);
        var id = $"{options.Name}-{logical:yyyyMMdd'T'HHmmss'Z'}";
        var pageSize = Math.Min(options.PageSize, options.UsersPerRun);
        return new Run(id, options.Name, id, logical, pageSize, options.UsersPerRun / pageSize, 0);
    }

    public bool IsDone => PagesDone == Pages;

    public int NextPage => PagesDone + 1;
}

/// <summary>What a run has come to.</summary>
internal sealed record RunTotals(long Fetched, long New, long Duplicate, long Malformed);
