using System.Text.Json.Serialization;

namespace Streaming.Pipeline.Schemas.Confluent;

// What the REST API takes and gives: https://docs.confluent.io/platform/current/schema-registry/develop/api.html
internal sealed record SchemaRequest(string Schema, string SchemaType = "JSON");

internal sealed record IdAnswer(int Id);

internal sealed record SchemaAnswer(string Schema);

internal sealed record VersionAnswer(int Version, int Id, string Schema)
{
    public SchemaVersion ToVersion() => new(Version, Id, Schema);
}

internal sealed record CompatibilityAnswer([property: JsonPropertyName("is_compatible")] bool IsCompatible);

internal sealed record ConfigRequest(string Compatibility);

internal sealed record ConfigAnswer(string CompatibilityLevel);

internal sealed record ErrorAnswer([property: JsonPropertyName("error_code")] int ErrorCode, string? Message = null);
