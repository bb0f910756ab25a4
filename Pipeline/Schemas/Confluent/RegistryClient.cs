using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text.Json;

namespace Streaming.Pipeline.Schemas.Confluent;

/// <summary>One request and its answer. Retries and time-outs are the HttpClient's own.</summary>
internal sealed class RegistryClient(HttpClient http)
{
    private const int LongestQuote = 300;

    private static readonly MediaTypeHeaderValue SchemaRegistryJson = new("application/vnd.schemaregistry.v1+json");

    /// <summary>What lacks a member is not the answer.</summary>
    private static readonly JsonSerializerOptions Strict =
        new(JsonSerializerOptions.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Sends a request; a refusal (4xx) that the registry itself explains is an answer, too.</summary>
    /// <param name="path">Relative to the registry's address.</param>
    /// <exception cref="HttpRequestException">Nobody answered, or not as a registry does, or the registry failed. Its message has no credentials.</exception>
    public async Task<RegistryAnswer<T>> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = await ContentAsync(body, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode && Read<T>(text) is { } value) return new(value, null);
            if (Read<ErrorAnswer>(text) is { } refusal && IsExplained(response, refusal)) return new(null, refusal);
            throw new HttpRequestException(HttpRequestError.InvalidResponse, Explain(method, path, response, text), null, response.StatusCode);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"{Name} did not answer within {http.Timeout.TotalSeconds:0.#} s.", late);
        }
        catch (HttpRequestException failure) when (failure.StatusCode is null)
        {
            throw new HttpRequestException(failure.HttpRequestError, $"{Name} can't be reached ({failure.Message}).", failure);
        }
    }

    private string Name => $"The schema registry at {http.BaseAddress}";

    /// <summary>In memory and of known length, so that it can be sent again.</summary>
    private static async Task<HttpContent> ContentAsync(object body, CancellationToken cancellationToken)
    {
        var content = JsonContent.Create(body, body.GetType(), SchemaRegistryJson);
        await content.LoadIntoBufferAsync(cancellationToken);
        return content;
    }

    private static T? Read<T>(string text)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Strict);
        }
        catch (JsonException)
        {
            // Not what a registry writes; whoever asked says what came instead.
            return null;
        }
    }

    /// <summary>Apicurio has no code for some conflicts.</summary>
    private static bool IsExplained(HttpResponseMessage response, ErrorAnswer refusal) =>
        response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
        && (refusal.ErrorCode >= 400 || response.StatusCode == HttpStatusCode.Conflict);

    private string Explain(HttpMethod method, string path, HttpResponseMessage response, string text)
    {
        var answer = $"{Name} answered {method} {path} with {(int)response.StatusCode}";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"{answer}: it refuses the user name and password of ConnectionStrings:registry.",
            HttpStatusCode.NotFound or HttpStatusCode.OK when response.Content.Headers.ContentType?.MediaType != MediaTypeNames.Application.Json =>
                $"{answer}, as no registry does. Correct the path in ConnectionStrings:registry: Confluent's API is at /, Apicurio's at /apis/ccompat/v7.",
            _ => $"{answer}: {(text.Length > LongestQuote ? text[..LongestQuote] : text)}",
        };
    }
}

/// <summary>Either what was asked for or why it was refused.</summary>
internal readonly record struct RegistryAnswer<T>(T? Value, ErrorAnswer? Refusal)
    where T : class;
