namespace Streaming.Console.Scheduling;

/// <summary>Addresses of the pages of schedules and runs, below the console's base.</summary>
internal static class Links
{
    public static string Schedule(string name) => $"schedules/{Uri.EscapeDataString(name)}";

    public static string Edit(string name) => $"{Schedule(name)}/edit";

    public static string Backfill(string schedule, Guid id) => $"{Schedule(schedule)}?backfill={id}";

    public static string Run(string id) => $"runs/{Uri.EscapeDataString(id)}";

    public static string Runs(string schedule) => $"runs?schedule={Uri.EscapeDataString(schedule)}";

    public static string Reconciliation(string run) => $"reconciliation?run={Uri.EscapeDataString(run)}";
}
