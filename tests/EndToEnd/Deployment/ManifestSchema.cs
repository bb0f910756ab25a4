using System.Text.Json;

namespace Streaming.Tests.EndToEnd.Deployment;

/// <summary>
/// The manifest's JSON schema, https://json.schemastore.org/aspire-8.0.json, as far as this product's manifests go: which properties a type has, which of them
/// it must have, and what they may be.
/// </summary>
internal static class ManifestSchema
{
    private static readonly string[] Process = ["type", "args", "env", "bindings"];

    /// <summary>A type's properties; those that it must have end in an exclamation mark.</summary>
    private static readonly Dictionary<string, string[]> Types = new()
    {
        ["container.v0"] = ["image!", "entrypoint", "connectionString", "volumes", "bindMounts", .. Process],
        ["container.v1"] = ["build!", "entrypoint", "connectionString", "volumes", "bindMounts", .. Process],
        ["project.v0"] = ["path!", .. Process],
        ["value.v0"] = ["type", "connectionString!"],
        ["parameter.v0"] = ["type", "value!", "connectionString", "inputs!"],
    };

    /// <summary>Every way in which the manifest differs from the schema.</summary>
    public static IEnumerable<string> Faults(JsonElement manifest)
    {
        if (manifest.EnumerateObject().Select(property => property.Name) is var names && !names.SequenceEqual(["resources"]))
            return [$"the manifest has {string.Join(", ", names)}, not resources alone"];
        return manifest.GetProperty("resources").EnumerateObject().SelectMany(resource => Faults(resource.Name, resource.Value));
    }

    private static IEnumerable<string> Faults(string name, JsonElement resource)
    {
        var type = resource.TryGetProperty("type", out var given) ? given.GetString()! : "no type";
        if (!Types.TryGetValue(type, out var properties)) return [$"{name} has {type}, which is unknown"];
        return Members(name, resource, properties).Concat(resource.EnumerateObject().SelectMany(property => Of($"{name}.{property.Name}", property)));
    }

    private static IEnumerable<string> Of(string path, JsonProperty property) => property.Name switch
    {
        "type" or "image" or "entrypoint" or "connectionString" or "path" or "value" => Kind(path, property.Value, JsonValueKind.String),
        "args" => property.Value.EnumerateArray().SelectMany(arg => Kind(path, arg, JsonValueKind.String)),
        "env" => property.Value.EnumerateObject().SelectMany(variable => Kind($"{path}.{variable.Name}", variable.Value, JsonValueKind.String)),
        "bindings" => property.Value.EnumerateObject().SelectMany(binding => Binding($"{path}.{binding.Name}", binding.Value)),
        "volumes" => property.Value.EnumerateArray().SelectMany(volume => Volume($"{path}", volume)),
        "inputs" => property.Value.EnumerateObject().SelectMany(input => Input($"{path}.{input.Name}", input.Value)),
        "build" => Members(path, property.Value, ["context!", "dockerfile!", "args", "secrets"]),
        var other => [$"{path}: what {other} may be is not known here"],
    };

    private static IEnumerable<string> Binding(string path, JsonElement binding) =>
    [
        .. Members(path, binding, ["scheme!", "protocol!", "transport!", "external", "targetPort", "port"]),
        .. OneOf(path, binding, "scheme", "http", "https", "tcp", "udp"),
        .. OneOf(path, binding, "protocol", "tcp", "udp"),
        .. OneOf(path, binding, "transport", "http", "http2", "tcp"),
        .. Optional(path, binding, "external", JsonValueKind.True),
        .. Optional(path, binding, "targetPort", JsonValueKind.Number),
        .. Optional(path, binding, "port", JsonValueKind.Number),
    ];

    private static IEnumerable<string> Volume(string path, JsonElement volume) =>
    [
        .. Members(path, volume, ["name!", "target!", "readOnly!"]),
        .. Optional(path, volume, "name", JsonValueKind.String),
        .. Optional(path, volume, "target", JsonValueKind.String),
        .. Optional(path, volume, "readOnly", JsonValueKind.False),
    ];

    private static IEnumerable<string> Input(string path, JsonElement input) =>
    [
        .. Members(path, input, ["type!", "secret", "default"]),
        .. OneOf(path, input, "type", "string"),
        .. Optional(path, input, "secret", JsonValueKind.True),
    ];

    private static IEnumerable<string> Members(string path, JsonElement value, string[] properties)
    {
        var names = value.EnumerateObject().Select(property => property.Name).ToList();
        foreach (var unknown in names.Except(properties.Select(property => property.TrimEnd('!')))) yield return $"{path} has {unknown}, which is unknown";
        foreach (var needed in properties.Where(property => property.EndsWith('!')).Select(property => property.TrimEnd('!')).Except(names))
            yield return $"{path} has no {needed}";
    }

    private static IEnumerable<string> OneOf(string path, JsonElement value, string name, params string[] allowed) =>
        value.TryGetProperty(name, out var given) && !allowed.Contains(given.GetString())
            ? [$"{path}.{name} is {given}, not one of {string.Join(", ", allowed)}"]
            : [];

    private static IEnumerable<string> Optional(string path, JsonElement value, string name, JsonValueKind kind) =>
        value.TryGetProperty(name, out var given) ? Kind($"{path}.{name}", given, kind) : [];

    // A boolean has two kinds; which of the two it is does not matter.
    private static IEnumerable<string> Kind(string path, JsonElement value, JsonValueKind kind) =>
        value.ValueKind == kind || (kind is JsonValueKind.True or JsonValueKind.False && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            ? []
            : [$"{path} is {value}, not of the kind {kind}"];
}
