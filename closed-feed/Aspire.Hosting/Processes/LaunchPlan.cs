namespace Aspire.Hosting.Processes;

/// <summary>What to start, and how.</summary>
internal sealed record LaunchPlan(
    string Command, IReadOnlyList<string> Args, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment);
