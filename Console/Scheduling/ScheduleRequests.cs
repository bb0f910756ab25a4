using System.Net;
using System.Text.Json;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Console.Scheduling;

/// <summary>Sends JSON to Ingestion's API and turns everything but a success into a <see cref="SchedulesException"/> in words.</summary>
internal sealed class ScheduleRequests(HttpClient http)
{
    private static readonly JsonSerializerOptions ProblemJson = new(JsonSerializerDefaults.Web);

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, body: null, cancellationToken);

    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await AnswerAsync(method, path, body, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(ScheduleJson.Options, cancellationToken)
            ?? throw new SchedulesException("Ingestion answered nothing.", []);
    }

    public async Task SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await AnswerAsync(method, path, body, cancellationToken);
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: ScheduleJson.Options);
        try
        {
            var response = await http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await RefusalAsync(response, cancellationToken);
        }
        catch (HttpRequestException gone)
        {
            throw new SchedulesException("Ingestion can't be reached. It is started again by itself; the pipeline page shows when it is back.", [], gone);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SchedulesException($"Ingestion gave no answer within {http.Timeout.TotalSeconds:0.#} s.", [], late);
        }
    }

    private static async Task<SchedulesException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            return new SchedulesException("Ingestion refuses the console's key: Console:IngestionApiKey has to be Ingestion:Push:ApiKey.", []);

        var problem = await ProblemAsync(response, cancellationToken);
        return new SchedulesException(problem?.Detail ?? problem?.Title ?? $"Ingestion answered {(int)response.StatusCode}.", problem?.Errors ?? []);
    }

    private static async Task<Problem?> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return null;
        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(ProblemJson, cancellationToken);
        }
        catch (JsonException)
        {
            // A proxy's own problem may have errors of another shape; the status says enough then.
            return null;
        }
    }

    private sealed record Problem(string? Title, string? Detail, IReadOnlyList<FieldFault>? Errors);
}
