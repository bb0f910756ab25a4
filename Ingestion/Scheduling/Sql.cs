using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Scheduling;

/// <summary>The few shapes that are stored as something else.</summary>
internal static class Sql
{
    /// <summary>Enumerations are stored as the API writes them: all of them are one word.</summary>
    public static string Text<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static T Enumerated<T>(this NpgsqlDataReader reader, int column) where T : struct, Enum =>
        Enum.Parse<T>(reader.GetString(column), ignoreCase: true);

    public static ScheduleSpec Spec(this NpgsqlDataReader reader, int column) =>
        JsonSerializer.Deserialize<ScheduleSpec>(reader.GetString(column), ScheduleJson.Options)!;

    public static NpgsqlParameter Json(ScheduleSpec spec) =>
        new() { Value = JsonSerializer.Serialize(spec, ScheduleJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
