using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Scheduling;

/// <summary>Commands with positional parameters, and the few shapes that are stored as something else.</summary>
internal static class Sql
{
    public static NpgsqlCommand Query(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object?> values) =>
        With(database.CreateCommand(sql), values);

    public static NpgsqlCommand Query(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        With(new NpgsqlCommand(sql, connection), values);

    public static NpgsqlBatchCommand Part(string sql, params ReadOnlySpan<object?> values)
    {
        var part = new NpgsqlBatchCommand(sql);
        foreach (var value in values) part.Parameters.Add(Parameter(value));
        return part;
    }

    /// <summary>Runs the command and disposes it; returns how many rows it changed.</summary>
    public static async Task<int> DoAsync(this NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command) return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs the command and disposes it; returns its rows.</summary>
    public static async Task<List<T>> ListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
            return rows;
        }
    }

    /// <summary>Enumerations are stored as the API writes them: all of them are one word.</summary>
    public static string Text<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static T Enumerated<T>(this NpgsqlDataReader reader, int column) where T : struct, Enum =>
        Enum.Parse<T>(reader.GetString(column), ignoreCase: true);

    public static T? Optional<T>(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);

    public static ScheduleSpec Spec(this NpgsqlDataReader reader, int column) =>
        JsonSerializer.Deserialize<ScheduleSpec>(reader.GetString(column), ScheduleJson.Options)!;

    public static NpgsqlParameter Json(ScheduleSpec spec) =>
        new() { Value = JsonSerializer.Serialize(spec, ScheduleJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static NpgsqlCommand With(NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        foreach (var value in values) command.Parameters.Add(Parameter(value));
        return command;
    }

    private static NpgsqlParameter Parameter(object? value) => value as NpgsqlParameter ?? new NpgsqlParameter { Value = value ?? DBNull.Value };
}
