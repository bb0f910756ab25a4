using Npgsql;
using NpgsqlTypes;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>Creates the tables, and drops from them what nobody needs any more.</summary>
internal sealed class TopicSetup(LogContext context)
{
    private const int TrimmedAtOnce = 200;

    public async Task CreateAsync(IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(hashtextextended('log', 0))", cancellationToken);
        await ExecuteAsync(connection, await SchemaAsync(cancellationToken), cancellationToken);
        foreach (var topic in topics)
        {
            await using var command = new NpgsqlCommand("SELECT log.create_topic($1, $2, $3)", connection)
            {
                Parameters =
                {
                    new() { Value = TopicSql.Checked(topic.Name, nameof(topics)) },
                    new() { Value = topic.Partitions },
                    new() { Value = topic.Retention, NpgsqlDbType = NpgsqlDbType.Interval },
                },
            };
            var partitions = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
            if (partitions != topic.Partitions)
                throw new InvalidOperationException(
                    $"The topic {topic.Name} has {partitions} partitions and is to have {topic.Partitions}: their number is fixed.");
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async Task TrimAsync(IReadOnlyList<Topic> topics, IReadOnlyList<Subscription> groups, CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        foreach (var topic in topics)
        {
            var readers = groups.Where(group => group.Topics.Any(read => read.Name == topic.Name)).Select(group => group.Group).ToArray();
            for (var partition = 0; partition < topic.Partitions; partition++)
            {
                await using var command = new NpgsqlCommand(context.Topics[topic.Name].Trim, connection)
                {
                    Parameters =
                    {
                        new() { Value = partition },
                        new() { Value = topic.Retention, NpgsqlDbType = NpgsqlDbType.Interval },
                        new() { Value = TrimmedAtOnce },
                        new() { Value = readers },
                    },
                };
                while (await command.ExecuteNonQueryAsync(cancellationToken) == TrimmedAtOnce)
                {
                }
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> SchemaAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(typeof(TopicSetup).Assembly.GetManifestResourceStream(typeof(TopicSetup), "Schema.sql")!);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
