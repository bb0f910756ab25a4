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
        var fails = false;
        try
        {
            await foreach (var lines in loggers.WatchAsync(resource).WithCancellation(cancellationToken))
            {
                try
                {
                    await File.AppendAllLinesAsync(path, lines.Select(line => LogTail.Plain(line.Content)), cancellationToken);
                    if (new FileInfo(path).Length > Limit)
                        File.Move(path, $"{path}.1", overwrite: true);
                    fails = false;
                }
                catch (IOException failure)
                {
                    // A disk that is full now may not be so later: the pipeline goes on, and so does its log.
                    if (!fails)
                        Terminal.Line(resource.Name, $"its log has a gap from here on: {failure.Message}");
                    fails = true;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }
}
