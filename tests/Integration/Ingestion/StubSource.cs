using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Streaming.Tests.Integration.Ingestion;

/// <summary>An API with the faults that a test asks for. The same seed and page give the same users.</summary>
internal sealed class StubSource : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<int> _pages = [];
    private int _active;

    private StubSource(WebApplication app) => _app = app;

    /// <summary>The pages asked for, in order.</summary>
    public List<int> Pages
    {
        get
        {
            lock (_pages) return [.. _pages];
        }
    }

    /// <summary>This page never comes.</summary>
    public int HangsAt { get; set; }

    /// <summary>This page ends in the middle, the first time.</summary>
    public int TruncatesOnce { get; set; }

    /// <summary>This page has an element that is no user.</summary>
    public int MalformedIn { get; set; }

    /// <summary>Every request is answered so, with <see cref="RetryAfter"/>.</summary>
    public int? Refuses { get; set; }

    public int? RetryAfter { get; set; }

    /// <summary>Whether users differ by seed, as the real API's do; else they are those of the page.</summary>
    public bool BySeed { get; init; }

    public int MostAtATime { get; private set; }

    public string Address => $"{_app.Urls.First()}/api/";

    public static async Task<StubSource> StartAsync(bool bySeed = false)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
        var stub = new StubSource(builder.Build()) { BySeed = bySeed };
        stub._app.MapGet("/api/", async (HttpContext context, string seed, int page, int results) =>
        {
            lock (stub._pages)
            {
                stub._pages.Add(page);
                stub.MostAtATime = Math.Max(stub.MostAtATime, ++stub._active);
            }

            try
            {
                return await stub.AnswerAsync(context, seed, page, results);
            }
            finally
            {
                lock (stub._pages) stub._active--;
            }
        });
        await stub._app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpContext context, string seed, int page, int results)
    {
        if (Refuses is { } status)
        {
            if (RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Results.StatusCode(status);
        }

        if (page == HangsAt) await Task.Delay(Timeout.Infinite, context.RequestAborted);

        var first = (page - 1) * results + (BySeed ? SeedNumber(seed) * 1_000 : 0);
        var users = Enumerable.Range(first, results).Select(SampleUsers.Json).ToList();
        if (page == MalformedIn) users.Insert(5, "17");
        var body = $$"""{"results":[{{string.Join(',', users)}}],"info":{"page":{{page}} } }""";
        if (page != TruncatesOnce) return Results.Content(body);

        TruncatesOnce = 0;
        return Results.Content(body[..(body.Length / 2)]);
    }

    private static int SeedNumber(string seed) => seed.Aggregate(7, (hash, letter) => (hash * 31 + letter) % 1_000_000);
}
