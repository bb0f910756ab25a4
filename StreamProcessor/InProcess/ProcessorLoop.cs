using Microsoft.Extensions.Options;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;
using Streaming.Pipeline.Schemas;

namespace Streaming.StreamProcessor.InProcess;

/// <summary>Runs the engine for ever.</summary>
internal sealed class ProcessorLoop(
    ILog log,
    ISchemaRegistry registry,
    IOptions<ProcessorOptions> options,
    ProcessorMetrics metrics,
    TimeProvider time,
    ILogger<ProcessorLoop> logger)
    : BackgroundLoop("processor", new LoopOptions(), time, logger), IAsyncDisposable
{
    private Engine? _engine;
    private bool _mustReset;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_engine is null)
        {
            var schemas = await ProcessorSchemas.LoadAsync(registry, Time, logger, cancellationToken);
            _engine = new Engine(log, schemas, options.Value, Time, metrics, logger, Beat);
        }

        if (_mustReset) await _engine.ResetAsync(cancellationToken);

        // Whatever ends a step before its commit leaves state behind that must not be worked on.
        _mustReset = true;
        while (true)
        {
            var records = await _engine.ProcessAsync(cancellationToken);
            await _engine.CommitAsync(cancellationToken);
            if (records > 0) Recovered();
            else Beat();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_engine is not null) await _engine.DisposeAsync();
        _engine = null;
    }
}
