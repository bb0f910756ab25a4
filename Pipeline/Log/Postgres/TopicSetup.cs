using Streaming.Pipeline.Queries;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>Creates the tables, and drops from them what nobody needs any more.</summary>
internal sealed class TopicSetup(LogContext context)
{
    private const int TrimmedAtOnce = 200;

    public async Task CreateAsync(IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Query("SELECT pg_advisory_xact_lock(hashtextextended('log', 0))").DoAsync(cancellationToken);
        await connection.Query(await SchemaAsync(cancellationToken)).DoAsync(cancellationToken);
        foreach (var topic in topics)
        {
            var name = TopicSql.Checked(topic.Name, nameof(topics));
            var partitions = (int)(await connection.Query("SELECT log.create_topic($1, $2, $3)", name, topic.Partitions, topic.Retention)
                .ScalarAsync(cancellationToken))!;
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
            var trim = context.Topics[topic.Name].Trim;
            var readers = groups.Where(group => group.Topics.Any(read => read.Name == topic.Name)).Select(group => group.Group).ToArray();
            for (var partition = 0; partition < topic.Partitions; partition++)
            {
                while (await connection.Query(trim, partition, topic.Retention, TrimmedAtOnce, readers).DoAsync(cancellationToken) == TrimmedAtOnce)
                {
                }
            }
        }
    }

    private static async Task<string> SchemaAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(typeof(TopicSetup).Assembly.GetManifestResourceStream(typeof(TopicSetup), "Schema.sql")!);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
