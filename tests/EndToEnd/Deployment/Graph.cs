using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Tests.EndToEnd.Deployment;

/// <summary>Which program is told of which other one: <c>client -> server</c>.</summary>
internal static class Graph
{
    public static IEnumerable<string> NodesOf(JsonElement manifest) => Programs(manifest).Select(program => program.Name);

    public static IEnumerable<string> EdgesOf(JsonElement manifest)
    {
        var resources = manifest.GetProperty("resources");
        return
        [
            .. from program in Programs(manifest)
               from part in new[] { "args", "env" }
               where program.Value.TryGetProperty(part, out _)
               from text in ManifestExpressions.Texts(part, program.Value.GetProperty(part))
               from server in Servers(text.Text)
               where server != program.Name
               select $"{program.Name} -> {server}",
        ];

        // A connection string that is a resource of its own leads on to the server that it is of.
        IEnumerable<string> Servers(string text) => ManifestExpressions.In(text).SelectMany(expression => resources.GetProperty(expression.Resource) switch
        {
            var program when IsProgram(program) => [expression.Resource],
            var value when value.GetProperty("type").GetString() == "value.v0" => Servers(value.GetProperty("connectionString").GetString()!),
            _ => [],
        });
    }

    public static IEnumerable<string> EdgesOf(ComposeDocument compose) =>
        from client in compose.Services
        from server in compose.Services.Keys
        where server != client.Key && client.Value.Texts.Any(text => Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(server)}[:;]"))
        select $"{client.Key} -> {server}";

    private static IEnumerable<JsonProperty> Programs(JsonElement manifest) =>
        manifest.GetProperty("resources").EnumerateObject().Where(resource => IsProgram(resource.Value));

    private static bool IsProgram(JsonElement resource) =>
        resource.GetProperty("type").GetString() is "container.v0" or "container.v1" or "project.v0";
}
