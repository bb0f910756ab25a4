using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Api;

/// <summary>The API's description in OpenAPI 3.1, made from the endpoints that are mapped and from the records that they read and write.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Of(IEnumerable<RouteEndpoint> endpoints)
    {
        var (paths, schemas) = (new JsonObject(), new SortedDictionary<string, JsonNode>(StringComparer.Ordinal));
        foreach (var endpoint in endpoints.OrderBy(PathOf, StringComparer.Ordinal))
        {
            var path = PathOf(endpoint);
            var operations = paths[path] as JsonObject;
            if (operations is null) paths[path] = operations = [];
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
                operations[method.ToLowerInvariant()] = Operation(endpoint, schemas);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Streaming: schedules and runs", ["version"] = "1" },
            ["security"] = new JsonArray(new JsonObject { ["api_key"] = new JsonArray() }, new JsonObject { ["bearer"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["api_key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-API-Key" },
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
                ["schemas"] = new JsonObject(schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value))),
            },
        };
    }

    private static string PathOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static JsonObject Operation(RouteEndpoint endpoint, SortedDictionary<string, JsonNode> schemas)
    {
        var metadata = endpoint.Metadata;
        var parameters = endpoint.RoutePattern.Parameters.Select(parameter => Parameter(parameter.Name, "path", null))
            .Concat(metadata.GetOrderedMetadata<QueryParameter>().Select(parameter => Parameter(parameter.Name, "query", parameter.Description)));
        var operation = new JsonObject
        {
            ["summary"] = metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
            ["tags"] = new JsonArray([.. metadata.GetMetadata<ITagsMetadata>()?.Tags.Select(tag => JsonValue.Create(tag)) ?? []]),
            ["parameters"] = new JsonArray([.. parameters]),
        };
        if (metadata.GetMetadata<IAcceptsMetadata>() is { RequestType: { } request } accepts)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(accepts.ContentTypes, request, schemas) };

        var responses = new JsonObject();
        foreach (var response in metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>())
        {
            var described = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(response.StatusCode) };
            if (response.Type is { } type && type != typeof(void)) described["content"] = Content(response.ContentTypes, type, schemas);
            responses[response.StatusCode.ToString(CultureInfo.InvariantCulture)] = described;
        }

        operation["responses"] = responses;
        return operation;
    }

    private static JsonObject Parameter(string name, string place, string? description) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Content(IEnumerable<string> contentTypes, Type type, SortedDictionary<string, JsonNode> schemas)
    {
        var item = type.IsGenericType ? type.GetGenericArguments()[0] : type;
        schemas.TryAdd(item.Name, ScheduleJson.Options.GetJsonSchemaAsNode(item));
        var reference = new JsonObject { ["$ref"] = $"#/components/schemas/{item.Name}" };
        var schema = type.IsGenericType ? new JsonObject { ["type"] = "array", ["items"] = reference } : reference;
        return new JsonObject(contentTypes.Select(contentType =>
            KeyValuePair.Create(contentType, (JsonNode?)new JsonObject { ["schema"] = schema.DeepClone() })));
    }
}
