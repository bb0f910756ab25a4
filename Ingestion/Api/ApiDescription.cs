using Microsoft.AspNetCore.Mvc;

namespace Streaming.Ingestion.Api;

/// <summary>A parameter of the query, for the API's description.</summary>
internal sealed record QueryParameter(string Name, string Description);

/// <summary>What an endpoint says of itself: from this, and from nothing else, the OpenAPI document is made.</summary>
internal static class ApiDescription
{
    private const string Json = "application/json";

    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint) where T : notnull =>
        endpoint.WithMetadata(new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata([Json], typeof(T)));

    /// <param name="status">With an answer of this type; the others are problems.</param>
    public static RouteHandlerBuilder Says<T>(this RouteHandlerBuilder endpoint, string summary, int status = 200, params int[] problems) =>
        endpoint.WithSummary(summary).WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), [Json])).Problems(problems);

    public static RouteHandlerBuilder Says(this RouteHandlerBuilder endpoint, string summary, int status, params int[] problems) =>
        endpoint.WithSummary(summary).WithMetadata(new ProducesResponseTypeMetadata(status)).Problems(problems);

    public static RouteHandlerBuilder Asks(this RouteHandlerBuilder endpoint, string parameter, string description) =>
        endpoint.WithMetadata(new QueryParameter(parameter, description));

    private static RouteHandlerBuilder Problems(this RouteHandlerBuilder endpoint, int[] statuses)
    {
        foreach (var status in (int[])[.. statuses, StatusCodes.Status401Unauthorized])
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
        return endpoint;
    }
}
