using Npgsql;

namespace Streaming.Console;

/// <summary>Creates the console's own tables where they do not exist yet. The console waits for it; it may be run again at any time.</summary>
internal sealed class Setup(NpgsqlDataSource database, ILogger<Setup> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT pg_advisory_xact_lock(hashtextextended('console', 0));
            CREATE SCHEMA IF NOT EXISTS console;
            {DeadLetters.Schema.Create}
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
        Log.SetUp(logger);
    }
}
