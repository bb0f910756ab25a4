using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Streaming.Ingestion.Framing;
using Streaming.Ingestion.RawStore;
using Streaming.Ingestion.Runs;

namespace Streaming.Ingestion.Sources;

/// <summary>Fetches pages: the elements of <c>results</c> go from the answer's bytes straight into a batch.</summary>
internal sealed class SourceClient(HttpClient http, DefaultSource source, IOptions<PullOptions> options, TimeProvider time)
{
    private readonly PullOptions _options = options.Value;

    /// <summary>Fetches a whole page. The caller disposes the batch.</summary>
    /// <exception cref="PageException">There is no whole page to be had just now.</exception>
    public async Task<Page> FetchAsync(Run run, int number, CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity("fetch page", ActivityKind.Internal);
        span?.SetTag("ingestion.run_id", run.RunId).SetTag("ingestion.page", number);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.PageTimeout);

        var batch = new RawBatch(new RawOrigin(run.Spec.Name, run.RunId, span is { Recorded: true } ? span.Context : default));
        try
        {
            using var answer = await http.GetAsync(AddressOf(run, number), HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (!answer.IsSuccessStatusCode) throw Refused(answer);

            await using var body = await answer.Content.ReadAsStreamAsync(deadline.Token);
            return await ReadAsync(body, batch, deadline.Token);
        }
        catch (Exception failure)
        {
            batch.Dispose();
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
            if (cancellationToken.IsCancellationRequested || Explain(failure) is not { } explained) throw;
            throw explained;
        }
    }

    private string AddressOf(Run run, int number)
    {
        var address = source.For(run.Spec);
        if (address.Length == 0) throw new PageException(source.MissingFor(run.Spec)!);
        var separator = address.Contains('?') ? '&' : '?';
        return string.Create(
            CultureInfo.InvariantCulture, $"{address}{separator}results={run.PageSize}&seed={Uri.EscapeDataString(run.Seed)}&page={number}");
    }

    /// <summary>Null: it is no failure of the source.</summary>
    private PageException? Explain(Exception failure) => failure switch
    {
        PageException page => page,
        OperationCanceledException => new PageException($"it did not arrive within {_options.PageTimeout.TotalSeconds:N0} s", failure),
        HttpRequestException { InnerException: BrokenCircuitException open } =>
            new PageException("the source failed so often just now that it is left alone for some seconds", failure)
            {
                RetryAfter = open.RetryAfter,
                WasAsked = false,
            },
        HttpRequestException => new PageException($"the source can't be reached: {failure.Message}", failure),
        IOException => new PageException($"the source broke off: {failure.Message}", failure),
        _ => null,
    };

    private async Task<Page> ReadAsync(Stream body, RawBatch batch, CancellationToken cancellationToken)
    {
        var framer = new ArrayFramer(_options.MaxEventBytes, "results");
        using var buffer = new BodyBuffer();
        int malformed = 0;
        string? firstFault = null;
        while (true)
        {
            var step = framer.Next(buffer.Unread, buffer.IsFinal, batch, out var consumed, out var fault);
            buffer.Consume(consumed);
            switch (step)
            {
                case FrameStep.NeedMore:
                    await buffer.FillAsync(body, cancellationToken);
                    if (buffer.Total > _options.MaxPageBytes) throw new PageException($"it has more than {_options.MaxPageBytes:N0} bytes");
                    break;
                case FrameStep.Fault:
                    malformed++;
                    firstFault ??= $"element {fault.Position} {fault.Reason}";
                    break;
                case FrameStep.Unreadable:
                    throw new PageException($"at element {fault.Position}, {fault.Reason}");
                case FrameStep.End:
                    return new Page(batch, malformed, firstFault);
            }
        }
    }

    private PageException Refused(HttpResponseMessage answer)
    {
        var header = answer.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - time.GetUtcNow();
        var asked = wait > TimeSpan.Zero ? $" and asked to wait {Math.Ceiling(wait.Value.TotalSeconds):N0} s" : "";
        return new PageException($"the source answered {(int)answer.StatusCode}{asked}") { RetryAfter = wait };
    }
}

/// <summary>A page as fetched.</summary>
/// <param name="Malformed">Elements that are no events.</param>
internal sealed record Page(RawBatch Batch, int Malformed, string? FirstFault);

/// <summary>A page was not to be had; worth trying again.</summary>
internal sealed class PageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the source asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>False: the source is left alone just now, because others failed.</summary>
    public bool WasAsked { get; init; } = true;
}
