using Npgsql;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>What an error of the database means to a caller of the log.</summary>
internal static class PostgresErrors
{
    private const string Fenced = "LOG01";
    private const string Missing = "LOG02";

    /// <summary>The exception that the port promises instead; null when the error is to pass as it is.</summary>
    public static Exception? Translate(Exception error) => error switch
    {
        PostgresException { SqlState: Fenced } fenced => new FencedException(fenced.MessageText),
        PostgresException { SqlState: Missing } missing => new InvalidOperationException(missing.MessageText, missing),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } undefined =>
            new InvalidOperationException($"The topic does not exist: {undefined.MessageText}. The setup step creates the topics.", undefined),
        PostgresException { SqlState: PostgresErrorCodes.NotNullViolation, ColumnName: "base_offset" } outside =>
            new InvalidOperationException($"The topic {outside.TableName} does not have that partition.", outside),
        NpgsqlException unavailable when IsUnavailable(unavailable) => new LogUnavailableException($"The log's database: {unavailable.Message}", unavailable),
        _ => null,
    };

    /// <summary>Does it, with errors as the port promises them.</summary>
    public static async Task<T> TranslatedAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception error) when (Translate(error) is { } translated)
        {
            throw translated;
        }
    }

    /// <inheritdoc cref="TranslatedAsync{T}"/>
    public static Task TranslatedAsync(Func<Task> action) => TranslatedAsync(async () =>
    {
        await action();
        return true;
    });

    private static bool IsUnavailable(NpgsqlException error) =>
        error.IsTransient
        || error.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
        || error is not PostgresException && error.InnerException is IOException or System.Net.Sockets.SocketException or TimeoutException;
}
