using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streaming.Pipeline.Log;

namespace Streaming.Pipeline.Schemas;

/// <summary>
/// Stops the start of a service whose schemas do not fit those that are registered. A registry that can't be asked is no reason not to start: whoever needs
/// an id asks again until it answers, and looks then.
/// </summary>
internal sealed class SchemaGate(ISchemaRegistry registry, IReadOnlyList<Topic> topics, TimeProvider time, ILogger<SchemaGate> logger) : IHostedService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            foreach (var topic in topics) await registry.FindOwnAsync(topic, either.Token);
        }
        catch (IncompatibleSchemaException)
        {
            throw;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            SchemaLog.NotChecked(logger, $"the registry did not answer within {Limit.TotalSeconds:F0} s");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            SchemaLog.NotChecked(logger, failure.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
