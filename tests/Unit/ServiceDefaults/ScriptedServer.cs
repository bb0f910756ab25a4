using System.Net;
using System.Net.Http.Headers;

namespace Streaming.Tests.Unit.ServiceDefaults;

/// <summary>The far end of an HTTP client: does what it was told, in order.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _script = [];

    public int Requests { get; private set; }

    public Uri? LastAddress { get; private set; }

    public ScriptedServer Answers(params HttpStatusCode[] statuses)
    {
        foreach (var status in statuses)
            _script.Enqueue(_ => Task.FromResult(new HttpResponseMessage(status)));
        return this;
    }

    public ScriptedServer Answers(HttpStatusCode status, TimeSpan retryAfter)
    {
        _script.Enqueue(_ => Task.FromResult(new HttpResponseMessage(status) { Headers = { RetryAfter = new RetryConditionHeaderValue(retryAfter) } }));
        return this;
    }

    public ScriptedServer Fails(Exception error)
    {
        _script.Enqueue(_ => Task.FromException<HttpResponseMessage>(error));
        return this;
    }

    public ScriptedServer Hangs()
    {
        _script.Enqueue(async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("A hanging request can only be cancelled.");
        });
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        LastAddress = request.RequestUri;
        return _script.Dequeue()(cancellationToken);
    }
}
