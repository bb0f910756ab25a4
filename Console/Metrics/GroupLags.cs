using System.Data.Common;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Console.Metrics;

/// <summary>How far the consumer groups are behind, as the log itself says: also when the services that read are down.</summary>
/// <param name="ask">Asks the log for the offsets of all groups.</param>
internal sealed class GroupLags(Func<CancellationToken, Task<IReadOnlyList<GroupOffset>>> ask, TimeProvider time)
{
    private Task<IReadOnlyList<GroupOffset>>? _pending;

    /// <summary>Why the log did not tell; null if it did.</summary>
    public string? Fault { get; private set; }

    public Lag? Processor { get; private set; }

    public Lag? Sink { get; private set; }

    /// <summary>Asks the log. A client that holds a call longer than its token says is not asked a second time until it has answered.</summary>
    public async Task AskAsync(CancellationToken deadline, CancellationToken cancellationToken)
    {
        (Processor, Sink) = (null, null);
        try
        {
            _pending ??= ask(deadline);
            var offsets = await _pending.WaitAsync(deadline);
            var now = time.GetUtcNow();
            Processor = Of(offsets, now, Groups.Processor, Groups.Irregular);
            Sink = Of(offsets, now, Groups.Sink);
            Fault = null;
        }
        catch (Exception failure) when (failure is LogUnavailableException or DbException or TimeoutException or InvalidOperationException)
        {
            Fault = failure.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Fault = "the log gave no answer in time";
        }
        finally
        {
            if (_pending is { IsCompleted: true }) _pending = null;
        }
    }

    private static Lag Of(IReadOnlyList<GroupOffset> offsets, DateTimeOffset now, params Subscription[] groups)
    {
        var (records, done) = (0L, 0L);
        DateTimeOffset? since = null;
        foreach (var offset in offsets)
        {
            if (!groups.Any(group => group.Group == offset.Group)) continue;
            records += offset.Lag;
            done += offset.Committed;
            if (since is null || offset.LagSince < since) since = offset.LagSince;
        }

        return new Lag(records, records > 0 && since < now ? now - since : null, done);
    }
}
