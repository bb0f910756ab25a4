using System.Net;

namespace Streaming.Tests.Harness;

/// <summary>Pushes new events at a steady rate until it is stopped, as a client that does what the API asks of one.</summary>
public sealed class SteadyLoad
{
    private const int EventsPerRequest = 100;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly int _series;
    private readonly Task _pushing;
    private int _sent;
    private int _throttled;

    private SteadyLoad(RunningPipeline pipeline, int series, int eventsPerSecond)
    {
        _series = series;
        _pushing = Task.Run(() => PushAsync(pipeline, TimeSpan.FromSeconds((double)EventsPerRequest / eventsPerSecond)));
    }

    /// <summary>Events that were accepted so far.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Requests that were answered 429.</summary>
    public int Throttled => Volatile.Read(ref _throttled);

    public static SteadyLoad Start(RunningPipeline pipeline, int series, int eventsPerSecond) => new(pipeline, series, eventsPerSecond);

    /// <summary>Stops, and returns the ids of all events that were accepted.</summary>
    public async Task<IReadOnlyList<Guid>> StopAsync()
    {
        await _stop.CancelAsync();
        await _pushing;
        _stop.Dispose();
        return [.. Enumerable.Range(0, _sent).Select(number => SampleEvents.Id(_series, number))];
    }

    private async Task PushAsync(RunningPipeline pipeline, TimeSpan interval)
    {
        using var client = pipeline.CreatePushClient();
        using var timer = new PeriodicTimer(interval);
        while (!_stop.IsCancellationRequested)
        {
            await PushClient.SendAsync(client, SampleEvents.Lines(_series, _sent, EventsPerRequest), Deadline, Refused);
            Interlocked.Add(ref _sent, EventsPerRequest);
            await timer.WaitForNextTickAsync();
        }
    }

    private void Refused(HttpStatusCode status)
    {
        if (status == HttpStatusCode.TooManyRequests) Interlocked.Increment(ref _throttled);
    }
}
