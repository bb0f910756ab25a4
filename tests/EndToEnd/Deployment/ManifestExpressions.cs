using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Tests.EndToEnd.Deployment;

/// <summary>The expressions of a manifest: <c>{resource.path}</c>.</summary>
internal static partial class ManifestExpressions
{
    /// <summary>All texts of the resource, with where they are.</summary>
    public static IEnumerable<(string Path, string Text)> Texts(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [(path, value.GetString()!)],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Texts($"{path}.{property.Name}", property.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => Texts($"{path}[{index}]", item)),
        _ => [],
    };

    public static IEnumerable<(string Resource, string Path)> In(string text) =>
        Expression.Matches(text).Select(match => (match.Groups["resource"].Value, match.Groups["path"].Value));

    /// <summary>Every expression that names nothing in the manifest, and every brace that is of none.</summary>
    public static IEnumerable<string> Unresolved(JsonElement manifest)
    {
        var resources = manifest.GetProperty("resources");
        foreach (var (path, text) in resources.EnumerateObject().SelectMany(resource => Texts(resource.Name, resource.Value)))
        {
            foreach (var (resource, member) in In(text).Where(expression => !Resolves(resources, expression.Resource, expression.Path)))
                yield return $"{path}: {{{resource}.{member}}}";
            if (Expression.Replace(text, "").AsSpan().ContainsAny('{', '}')) yield return $"{path}: {text}";
        }
    }

    private static bool Resolves(JsonElement resources, string name, string path)
    {
        if (!resources.TryGetProperty(name, out var resource)) return false;
        return path.Split('.') switch
        {
            ["connectionString"] => resource.TryGetProperty("connectionString", out _),
            ["value"] => resource.GetProperty("type").GetString() == "parameter.v0",
            ["inputs", var input] => resource.TryGetProperty("inputs", out var inputs) && inputs.TryGetProperty(input, out _),
            ["bindings", var binding, "url" or "host" or "port" or "scheme"] => Has(binding),
            ["bindings", var binding, "targetPort"] => Has(binding, "targetPort"),
            _ => false,
        };

        bool Has(string binding, string? property = null) => resource.TryGetProperty("bindings", out var bindings)
            && bindings.TryGetProperty(binding, out var found) && (property is null || found.TryGetProperty(property, out _));
    }

    [GeneratedRegex(@"\{(?<resource>[A-Za-z][A-Za-z0-9-]*)\.(?<path>[A-Za-z0-9.-]+)\}")]
    private static partial Regex Expression { get; }
}
