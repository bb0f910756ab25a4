using System.Text.Json;
using Microsoft.Playwright;

namespace Streaming.Tests.EndToEnd.Browser;

/// <summary>What axe-core finds on a page.</summary>
internal static class Accessibility
{
    private const string Run = "async () => JSON.stringify((await axe.run()).violations)";

    /// <summary>axe-core, where the build has put it.</summary>
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    /// <summary>Each serious or critical fault: its rule, where it is, and what helps.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page)
    {
        // Evaluated by the debugger, which no policy of the page hinders.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Script));
        var violations = JsonSerializer.Deserialize<List<Violation>>(await page.EvaluateAsync<string>(Run), JsonSerializerOptions.Web)!;
        return
        [
            .. from violation in violations
               where violation.Impact is "serious" or "critical"
               from node in violation.Nodes
               select $"{violation.Id} at {string.Join(' ', node.Target)}: {violation.Help} ({node.Html})",
        ];
    }

    private sealed record Violation(string Id, string? Impact, string Help, IReadOnlyList<Node> Nodes);

    private sealed record Node(IReadOnlyList<JsonElement> Target, string Html);
}
