namespace Streaming.AppHost.Status;

/// <summary>Keeps what every process prints in <c>logs/{resource}.log</c>; at 10 MiB it becomes <c>{resource}.log.1</c>, in place of an older one.</summary>
internal sealed class LogFiles(string folder, ResourceLoggerService loggers)
{
    private const long Limit = 10 * 1024 * 1024;

    public Task RunAsync(IEnumerable<IResource> resources, CancellationToken cancellationToken) =>
        Task.WhenAll(resources.Select(resource => FollowAsync(resource, cancellationToken)));

    private async Task FollowAsync(IResource resource, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, $"{resource.Name}.log");
        var writer = new StreamWriter(path, append: true);
        try
        {
            await foreach (var lines in loggers.WatchAsync(resource).WithCancellation(cancellationToken))
            {
                foreach (var line in lines)
                    await writer.WriteLineAsync(LogTail.Plain(line.Content).AsMemory(), cancellationToken);
                await writer.FlushAsync(cancellationToken);
                if (writer.BaseStream.Length < Limit)
                    continue;

                await writer.DisposeAsync();
                File.Move(path, $"{path}.1", overwrite: true);
                writer = new StreamWriter(path);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            await writer.DisposeAsync();
        }
    }
}
