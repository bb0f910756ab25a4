using Polly;

namespace Streaming.ServiceDefaults.Http;

/// <summary>Sends through the client's pipeline; time-outs and an open circuit surface as <see cref="HttpRequestException"/>.</summary>
internal sealed class ResilienceHandler(string client, ResiliencePipeline<HttpResponseMessage> pipeline) : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<bool> Idempotent = new("idempotent");

    public static bool IsIdempotent(ResilienceContext context) => context.Properties.GetValue(Idempotent, false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Idempotent, IsIdempotent(request));
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, call) => await call.Send(call.Request, context.CancellationToken).ConfigureAwait(false),
                context,
                (Request: request, Send: (Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>)base.SendAsync)).ConfigureAwait(false);
        }
        catch (ExecutionRejectedException e)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError,
                $"HTTP client '{client}', {request.Method} {request.RequestUri?.Host}: {e.Message}", e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // Unless the client's options say otherwise: a body may be a stream that was read already, and a second POST a second effect.
    private static bool IsIdempotent(HttpRequestMessage request) =>
        request.Content is null && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
            || request.Method == HttpMethod.Delete || request.Method == HttpMethod.Options);
}
