using System.Text.Json;

namespace Streaming.Console.Metrics;

/// <summary>The checks of a service that are unhealthy, each with what it says.</summary>
internal sealed record HealthReading(IReadOnlyList<(string Check, string Words)> Failing)
{
    public static readonly HealthReading Well = new([]);

    public static HealthReading NotTold(string why) => new([("health", why)]);

    /// <summary>Reads what a service answers at <c>/health</c>.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static HealthReading Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("checks", out var checks)) throw new JsonException("The answer has no 'checks'.");

        var failing = new List<(string, string)>();
        foreach (var check in checks.EnumerateObject())
        {
            if (check.Value.GetProperty("status").GetString() != "Unhealthy") continue;
            var words = check.Value.GetProperty("description").GetString();
            failing.Add((check.Name, string.IsNullOrEmpty(words) ? $"{check.Name} does not work" : $"{check.Name}: {words}"));
        }

        return new HealthReading(failing);
    }
}
