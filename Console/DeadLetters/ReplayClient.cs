using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Streaming.Console.DeadLetters;

/// <summary>Ingestion's push API.</summary>
internal sealed class ReplayClient(IHttpClientFactory clients, IOptions<ConsoleOptions> options)
{
    public const string ClientName = "replay";

    /// <summary>Pushes records, one a line; all of them are durable when it returns. To send them again does nothing more.</summary>
    /// <param name="requestId">What Ingestion names the request by, in raw rows and headers.</param>
    /// <exception cref="ReplayFailedException">Not all of them were taken, or nobody knows.</exception>
    public async Task PushAsync(ReadOnlyMemory<byte> lines, string requestId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://ingestion/events?source=replay")
        {
            Content = new ReadOnlyMemoryContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } },
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.Value.IngestionApiKey) },
        };
        request.Headers.Add("X-Request-Id", requestId);
        try
        {
            using var answer = await clients.CreateClient(ClientName).SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                var body = await answer.Content.ReadAsStringAsync(cancellationToken);
                throw new ReplayFailedException($"Ingestion answered {(int)answer.StatusCode}: {Reason(body)}");
            }
        }
        catch (HttpRequestException failure)
        {
            throw new ReplayFailedException($"Ingestion could not be reached ({failure.Message}). See that it runs, then replay again.", failure);
        }
        catch (TaskCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReplayFailedException("Ingestion did not answer in time. Replay again: what came through already is not stored twice.", failure);
        }
    }

    private static string Reason(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            if (problem.RootElement.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0)
                return $"the record {errors[0].GetProperty("fault").GetString()}.";
            return problem.RootElement.GetProperty("detail").GetString() ?? "no reason given.";
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return "no reason given.";
        }
    }
}

/// <summary>Letters did not go back in, or nobody knows; replaying them again is safe.</summary>
internal sealed class ReplayFailedException(string message, Exception? inner = null) : Exception(message, inner);
