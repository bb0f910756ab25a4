using System.Collections.Concurrent;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>A named thread for librdkafka's calls that block, so that they hold none of the pool's few. One call after the other.</summary>
internal sealed class BlockingThread : IDisposable
{
    private const int MostWaiting = 16;

    private readonly BlockingCollection<Action> _calls = new(MostWaiting);

    public BlockingThread(string name) => new Thread(Run) { Name = name, IsBackground = true }.Start();

    public Task<T> RunAsync<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Add(() =>
        {
            try
            {
                done.SetResult(call());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    public Task RunAsync(Action call) => RunAsync(() =>
    {
        call();
        return true;
    });

    /// <summary>The thread ends once the calls that wait are done.</summary>
    public void Dispose() => _calls.CompleteAdding();

    private void Run()
    {
        foreach (var call in _calls.GetConsumingEnumerable()) call();
        _calls.Dispose();
    }
}
