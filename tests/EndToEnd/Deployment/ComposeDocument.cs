using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Streaming.Tests.EndToEnd.Deployment;

/// <summary>A compose file and its variables, as another program reads them.</summary>
public sealed record ComposeDocument(ComposeDocument.Content File, string Text, IReadOnlyDictionary<string, string> Variables)
{
    public IReadOnlyDictionary<string, Service> Services => File.Services;

    public static ComposeDocument Read(string folder)
    {
        // What this does not know it refuses.
        var deserializer = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        var text = System.IO.File.ReadAllText(Path.Combine(folder, "docker-compose.yaml"));
        var variables = System.IO.File.ReadAllLines(Path.Combine(folder, ".env"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
        return new ComposeDocument(deserializer.Deserialize<Content>(text), text, variables);
    }

    public sealed class Content
    {
        public Dictionary<string, Service> Services { get; init; } = [];

        public Dictionary<string, Dictionary<string, string>> Networks { get; init; } = [];

        public Dictionary<string, Dictionary<string, string>> Volumes { get; init; } = [];
    }

    public sealed class Service
    {
        public string Image { get; init; } = "";

        public List<string> Entrypoint { get; init; } = [];

        public List<string> Command { get; init; } = [];

        public Dictionary<string, string> Environment { get; init; } = [];

        public List<string> Ports { get; init; } = [];

        public List<string> Expose { get; init; } = [];

        public List<Dictionary<string, string>> Volumes { get; init; } = [];

        public Dictionary<string, Dictionary<string, string>> DependsOn { get; init; } = [];

        public Check? Healthcheck { get; init; }

        public string Restart { get; init; } = "";

        public List<string> Networks { get; init; } = [];

        /// <summary>The texts in which it is told of others.</summary>
        public IEnumerable<string> Texts => [.. Command, .. Environment.Values];
    }

    public sealed class Check
    {
        public List<string> Test { get; init; } = [];

        public string Interval { get; init; } = "";

        public string Timeout { get; init; } = "";

        public int Retries { get; init; }

        public string StartPeriod { get; init; } = "";
    }
}
