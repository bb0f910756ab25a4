using Streaming.Ingestion.Push;

namespace Streaming.Ingestion.Api;

/// <summary>The API of schedules and runs, behind the key of the push API, and its description.</summary>
internal static class ApiEndpoints
{
    private const string Prefix = "/api";

    public static void Map(WebApplication app)
    {
        var api = app.MapGroup(Prefix).AddEndpointFilter<ApiKeyFilter>();
        ScheduleEndpoints.Map(api);
        RunEndpoints.Map(api);
        BackfillEndpoints.Map(api);
        app.MapGet("/openapi/v1.json", (EndpointDataSource endpoints) => TypedResults.Json(OpenApiDocument.Of(
            endpoints.Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith($"{Prefix}/", StringComparison.Ordinal) == true))));
    }
}
