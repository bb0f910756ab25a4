using System.Globalization;
using Streaming.Pipeline.Log;

namespace Streaming.Console;

/// <summary>Addresses of the pages that show one thing, relative to the console's root.</summary>
internal static class Links
{
    public static string Schedule(string name) => $"schedules/{Uri.EscapeDataString(name)}";

    public static string Edit(string schedule) => $"{Schedule(schedule)}/edit";

    public static string Backfill(string schedule, Guid id) => $"{Schedule(schedule)}?backfill={id}";

    public static string Run(string id) => $"runs/{Uri.EscapeDataString(id)}";

    public static string Runs(string schedule) => $"runs?schedule={Uri.EscapeDataString(schedule)}";

    public static string Reconciliation(string run) => $"reconciliation?run={Uri.EscapeDataString(run)}";

    public static string Topic(string name) => $"topics/{Uri.EscapeDataString(name)}";

    /// <param name="partition">Of whose newest records there is a page.</param>
    public static string Partition(TopicPartition partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{Topic(partition.Topic)}?partition={partition.Partition}");

    /// <summary>A page of the partition with this record on top, opened.</summary>
    public static string Record(TopicPartition partition, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{Partition(partition)}&offset={offset}");

    public static string Schema(string subject) => $"schemas/{Uri.EscapeDataString(subject)}";

    public static string Letter(long number) => string.Create(CultureInfo.InvariantCulture, $"dead-letters/{number}");

    /// <summary>The way of a user's newest version.</summary>
    public static string Event(Guid id) => $"event?id={id}";

    public static string Event(Guid id, long seq) => string.Create(CultureInfo.InvariantCulture, $"{Event(id)}&seq={seq}");

    /// <summary>The user's row in the tables.</summary>
    public static string User(Guid id) => $"tables?id={id}";
}
