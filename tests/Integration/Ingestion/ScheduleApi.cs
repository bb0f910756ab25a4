using System.Net.Http.Json;
using System.Text.Json;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Tests.Integration.Ingestion;

/// <summary>The API of schedules and runs, as the console uses it.</summary>
internal static class ScheduleApi
{
    public static async Task<T> GetAsync<T>(this IngestionApp app, string path) =>
        (await app.Client.GetFromJsonAsync<T>($"/api/{path}", ScheduleJson.Options))!;

    /// <summary>Posts and expects to be understood.</summary>
    public static async Task<T> PostAsync<T>(this IngestionApp app, string path, object? body = null)
    {
        using var answer = await app.Client.PostAsJsonAsync($"/api/{path}", body ?? new { }, ScheduleJson.Options);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<T>(text, ScheduleJson.Options)!;
    }

    /// <summary>Posts and expects to be refused; returns the status and the problem.</summary>
    public static async Task<(int Status, JsonElement Problem)> RefusedAsync(this IngestionApp app, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/{path}");
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await app.Client.SendAsync(request);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static async Task<RunView> EndedAsync(this IngestionApp app, string runId, RunState state)
    {
        RunView? run = null;
        await Wait.UntilAsync(
            async () => (run = (await app.GetAsync<RunDetail>($"runs/{runId}")).Run).State == state,
            Wait.Limit, () => $"run {runId} is {state}; it is {run}");
        return run!;
    }

    public static Task FinishedAsync(this IngestionApp app, Guid backfill) => Wait.UntilAsync(
        async () => (await app.GetAsync<BackfillView>($"backfills/{backfill}")).State != BackfillState.Running, "the backfill has ended");
}
