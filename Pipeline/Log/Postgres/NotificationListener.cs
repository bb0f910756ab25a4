using Microsoft.Extensions.Logging;
using Npgsql;

namespace Streaming.Pipeline.Log.Postgres;

/// <summary>
/// The one connection of a log that listens for notifications, from the first subscription on. Each channel is listened to by name, so that
/// an append wakes only those who read its topic. While the connection is away nobody is woken: readers look by themselves now and then.
/// </summary>
internal sealed class NotificationListener(NpgsqlDataSource source, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<(string Channel, Signal Signal)> _subscriptions = [];
    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _changed = new();
    private Task? _loop;

    /// <summary>Sets <paramref name="signal"/> at each notification on one of the channels.</summary>
    public void Subscribe(IEnumerable<string> channels, Signal signal)
    {
        CancellationTokenSource changed;
        lock (_lock)
        {
            foreach (var channel in channels) _subscriptions.Add((channel, signal));
            (changed, _changed) = (_changed, new CancellationTokenSource());
            _loop ??= Task.Run(() => RunAsync(_stopping.Token));
        }

        changed.Cancel();
    }

    public void Unsubscribe(Signal signal)
    {
        lock (_lock) _subscriptions.RemoveAll(subscription => subscription.Signal == signal);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_loop is { } loop) await loop;
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            CancellationToken changed;
            string[] channels;
            lock (_lock)
            {
                changed = _changed.Token;
                channels = [.. _subscriptions.Select(subscription => subscription.Channel).Distinct()];
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, changed);
            try
            {
                await ListenAsync(channels, () => failures = 0, either.Token);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                // Listens again, to what is subscribed now, or ends.
            }
            catch (Exception error)
            {
                logger.ListeningFailed(error);
                await PauseAsync(failures++, either.Token);
            }
        }
    }

    private async Task ListenAsync(string[] channels, Action connected, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) => Wake(notification.Channel);
        await using (var listen = connection.CreateBatch())
        {
            foreach (var channel in channels) listen.BatchCommands.Add(new NpgsqlBatchCommand($"LISTEN \"{channel}\""));
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        connected();
        Wake(null);
        while (true)
        {
            if (await connection.WaitAsync(CheckInterval, cancellationToken)) continue;

            // Silence may also be a connection that died without a word.
            await using var check = new NpgsqlCommand("SELECT 1", connection);
            await check.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private void Wake(string? channel)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions)
            {
                if (channel is null || subscription.Channel == channel) subscription.Signal.Set();
            }
        }
    }

    private static async Task PauseAsync(int failures, CancellationToken cancellationToken)
    {
        var pause = Backoff.Delay(failures, LongestPause);
        await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
