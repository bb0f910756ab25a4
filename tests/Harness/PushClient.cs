using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Streaming.Tests.Harness;

/// <summary>What the push API answered.</summary>
public sealed record PushAnswer(int Accepted, int Duplicates);

/// <summary>A client that does what the API asks of one: what may be retried is retried, what must not be fails.</summary>
public static class PushClient
{
    /// <summary>Sends until the answer is 202; an answer or failure that may not be retried is an error.</summary>
    /// <param name="refused">Told of each 429 and 503.</param>
    public static async Task<PushAnswer> SendAsync(
        HttpClient client, byte[] lines, TimeSpan deadline, Action<HttpStatusCode>? refused = null, CancellationToken cancellationToken = default)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var (answer, wait) = await TryAsync(client, lines, refused, cancellationToken);
            if (answer is not null) return answer;
            if (Stopwatch.GetElapsedTime(started) > deadline) throw new TimeoutException($"The push API did not accept the events within {deadline}.");
            await Task.Delay(wait, cancellationToken);
        }
    }

    private static async Task<(PushAnswer? Answer, TimeSpan RetryAfter)> TryAsync(
        HttpClient client, byte[] lines, Action<HttpStatusCode>? refused, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ByteArrayContent(lines);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var response = await client.PostAsync("events", content, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                return (JsonSerializer.Deserialize<PushAnswer>(body, JsonSerializerOptions.Web), default);
            }

            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            {
                refused?.Invoke(response.StatusCode);
                return (null, response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
            }

            throw new InvalidOperationException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException
            || (broken is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, TimeSpan.FromMilliseconds(200));
        }
    }
}
