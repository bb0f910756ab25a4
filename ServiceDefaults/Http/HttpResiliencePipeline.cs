using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Streaming.ServiceDefaults.Http;

/// <summary>Outermost first: retry, circuit breaker, attempt time-out.</summary>
internal static class HttpResiliencePipeline
{
    public static ResiliencePipeline<HttpResponseMessage> Create(HttpResilienceOptions options, TimeProvider time)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (options.MaxAttempts > 1)
            pipeline.AddRetry(Retry(options, time));

        return pipeline
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = options.BreakerFailureRatio,
                MinimumThroughput = options.BreakerMinimumAttempts,
                SamplingDuration = options.BreakerWindow,
                BreakDuration = options.BreakDuration,
                ShouldHandle = args => ValueTask.FromResult(IsFailure(args.Outcome)),
            })
            .AddTimeout(options.AttemptTimeout)
            .Build();
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retry(HttpResilienceOptions options, TimeProvider time) => new()
    {
        MaxRetryAttempts = options.MaxAttempts - 1,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.BaseDelay,
        MaxDelay = options.MaxDelay,
        ShouldHandle = args => ValueTask.FromResult(
            (options.RepeatsAnyRequest || ResilienceHandler.IsIdempotent(args.Context))
            && (IsFailure(args.Outcome) || args.Outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests)
            && (RetryAfter(args.Outcome.Result, time) ?? TimeSpan.Zero) <= options.MaxRetryAfter),
        DelayGenerator = args => ValueTask.FromResult(RetryAfter(args.Outcome.Result, time)),
        OnRetry = args =>
        {
            args.Outcome.Result?.Dispose();
            return default;
        },
    };

    // 429 is no failure of the server: it answers quickly and says when to come back, so it must not open the circuit.
    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException
        || outcome.Result?.StatusCode is HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time)
    {
        var header = response?.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
