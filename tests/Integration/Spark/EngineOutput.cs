using System.Globalization;
using System.Text;
using System.Text.Json;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Record = Streaming.Pipeline.Log.Record;

namespace Streaming.Tests.Integration.Spark;

/// <summary>What an engine wrote, as texts that can be compared: times of processing aside, numbers as the values that they are.</summary>
internal sealed record EngineOutput(IReadOnlyList<string> Processed, IReadOnlyList<string> Rejected, IReadOnlyList<string> Stats)
{
    public static async Task<EngineOutput> ReadAsync(ILog log)
    {
        var (processed, rejected, stats) = (new List<string>(), new List<string>(), new Dictionary<string, StatsRow>());
        await ForEachAsync(log, Topics.UsersProcessed, (partition, record) => processed.Add($"{partition} {Head(record)} {User(Json(record))}"));
        await ForEachAsync(log, Topics.UsersRejected, (_, record) => rejected.Add($"{Head(record)} {Letter(RejectedUser.Read(Json(record)))}"));
        await ForEachAsync(log, Topics.UsersStats, (_, record) => Keep(stats, Encoding.UTF8.GetString(record.Key), StatsRow.Read(Json(record))));
        processed.Sort(StringComparer.Ordinal);
        rejected.Sort(StringComparer.Ordinal);
        var counts = stats.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}");
        return new EngineOutput(processed, rejected, [.. counts]);
    }

    private static string Head(Record record) =>
        $"{Encoding.UTF8.GetString(record.Key)} seq {record.Headers.RawSeq} run {Encoding.UTF8.GetString(record.Headers.RunId)}";

    private static ReadOnlySpan<byte> Json(Record record)
    {
        Assert.True(WireFormat.TryStrip(record.Value, out _, out var json));
        return json;
    }

    private static string User(ReadOnlySpan<byte> json)
    {
        using var user = JsonDocument.Parse(json.ToArray());
        return string.Join(
            ' ', user.RootElement.EnumerateObject().Where(member => member.Name != "processed_at").Select(member => $"{member.Name}={Value(member.Value)}"));
    }

    private static string? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static string Letter(RejectedUser letter) =>
        $"seq {letter.RawSeq} {letter.Topic}-{letter.Partition}:{letter.Offset} tries {letter.Attempts} [{string.Join("; ", letter.Rules)}] "
        + Convert.ToBase64String(letter.Original.Span);

    /// <summary>As the tables do: a count only grows, so the greatest is the newest.</summary>
    private static void Keep(Dictionary<string, StatsRow> rows, string key, StatsRow row)
    {
        if (!rows.TryGetValue(key, out var kept) || (row.Count, row.Late, row.Final).CompareTo((kept.Count, kept.Late, kept.Final)) > 0) rows[key] = row;
    }

    private delegate void Use(int partition, Record record);

    private static async Task ForEachAsync(ILog log, Topic topic, Use use)
    {
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            await foreach (var batch in log.ReadAsync(topic[partition], 0, default))
            {
                using (batch)
                {
                    foreach (var record in batch) use(partition, record);
                }
            }
        }
    }
}
