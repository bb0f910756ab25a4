using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>A partition that a member holds for its group.</summary>
/// <param name="Epoch">Counts the owners of the partition within the group; a commit names it and is fenced when it is no longer the latest.</param>
/// <param name="Committed">Where a new owner begins.</param>
/// <param name="Excess">More than the member's share; it is to be released as soon as what was read of it is committed.</param>
internal readonly record struct Lease(TopicPartition Partition, long Epoch, long Committed, bool Excess);

/// <summary>
/// A member of a consumer group: says in the background that it is alive and takes its share of the partitions. Whatever changes the leases
/// goes through one gate, so that what is published here is never older than what was done.
/// </summary>
internal sealed class GroupMember(NpgsqlDataSource source, string group, string[] topics, PostgresLogOptions options, Signal changed, ILogger logger)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Lease[] _leases = [];
    private Exception? _failure;
    private Task _loop = Task.CompletedTask;

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Wakes the background loop; set when the group's members or free partitions change.</summary>
    public Signal Wake { get; } = new();

    /// <summary>What the member holds as far as it knows; another array after each change.</summary>
    public Lease[] Leases => Volatile.Read(ref _leases);

    /// <summary>Why the last heartbeat failed; null when it did not.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    public void Start() => _loop = Task.Run(() => RunAsync(_stopping.Token));

    /// <summary>Gives partitions back to the group.</summary>
    public Task ReleaseAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) => GatedAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT log.release($1, $2, $3, $4)", connection)
        {
            Parameters =
            {
                new() { Value = group },
                new() { Value = Id },
                new() { Value = partitions.Select(partition => partition.Topic).ToArray() },
                new() { Value = partitions.Select(partition => partition.Partition).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        Publish([.. Leases.Where(lease => !partitions.Contains(lease.Partition))]);
    }, cancellationToken);

    /// <summary>Makes sure that no earlier commit of this member can still succeed, then looks up its leases anew.</summary>
    public Task RenewAsync(CancellationToken cancellationToken) => GatedAsync(async connection =>
    {
        await using (var command = new NpgsqlCommand("SELECT log.renew($1, $2)", connection) { Parameters = { new() { Value = group }, new() { Value = Id } } })
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await HeartbeatAsync(connection, cancellationToken);
    }, cancellationToken);

    /// <summary>Leaves the group, so that the others need not wait for the leases to run out.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        try
        {
            await GatedAsync(async connection =>
            {
                await using var command = new NpgsqlCommand("SELECT log.leave($1, $2)", connection)
                {
                    Parameters = { new() { Value = group }, new() { Value = Id } },
                };
                await command.ExecuteNonQueryAsync();
            }, CancellationToken.None);
        }
        catch (Exception error)
        {
            logger.LeaveFailed(error, group);
        }

        _stopping.Dispose();
        _gate.Dispose();
        Wake.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var pause = options.HeartbeatInterval;
            try
            {
                await GatedAsync(connection => HeartbeatAsync(connection, stopping), stopping);
                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.HeartbeatFailed(error, group);
                Volatile.Write(ref _failure, error);
                changed.Set();
                pause = Backoff.Delay(failures++, options.HeartbeatInterval);
            }

            await Wake.WaitAsync(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HeartbeatAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT topic, partition, epoch, committed, excess FROM log.heartbeat($1, $2, $3, $4)", connection)
        {
            CommandTimeout = (int)Math.Ceiling(options.LeaseDuration.TotalSeconds),
            Parameters =
            {
                new() { Value = group },
                new() { Value = Id },
                new() { Value = topics },
                new() { Value = options.LeaseDuration, NpgsqlDbType = NpgsqlDbType.Interval },
            },
        };

        var leases = new List<Lease>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var partition = new TopicPartition(reader.GetString(0), reader.GetInt32(1));
                leases.Add(new Lease(partition, reader.GetInt64(2), reader.GetInt64(3), reader.GetBoolean(4)));
            }
        }

        Volatile.Write(ref _failure, null);
        Publish([.. leases]);
    }

    private void Publish(Lease[] leases)
    {
        var before = Leases;
        if (leases.Length == before.Length && leases.Zip(before).All(pair => pair.First with { Committed = 0 } == pair.Second with { Committed = 0 })) return;

        Volatile.Write(ref _leases, leases);
        logger.Assigned(group, string.Join(", ", leases.Select(lease => lease.Partition)));
        changed.Set();
    }

    private async Task GatedAsync(Func<NpgsqlConnection, Task> action, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await action(connection);
        }
        finally
        {
            _gate.Release();
        }
    }
}
