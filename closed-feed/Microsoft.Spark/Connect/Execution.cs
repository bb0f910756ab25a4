namespace Microsoft.Spark.Connect;

/// <summary>
/// One execution of a plan, followed over as many streams as it takes: the server ends one after two minutes, and a connection may break. Where its answers
/// stopped they are taken up again, so that none is lost and none comes twice.
/// </summary>
internal sealed class Execution(GrpcChannel channel, SessionContext session, Plan plan, TimeSpan limit, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const int MaxFailures = 7;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReleaseLimit = TimeSpan.FromSeconds(5);

    private readonly string _id = Guid.NewGuid().ToString();
    private GrpcStream<ExecutePlanResponse>? _answers;
    private string? _lastResponse;
    private bool _sent;
    private int _failures;

    /// <summary>The next answer; null after the last.</summary>
    /// <exception cref="ConnectException">The server's error, or the connection failed again and again.</exception>
    public async Task<ExecutePlanResponse?> NextAsync()
    {
        while (true)
        {
            try
            {
                _answers ??= await OpenAsync().ConfigureAwait(false);
                if (await _answers.ReadAsync(cancellationToken).ConfigureAwait(false) is { } answer)
                {
                    _failures = 0;
                    _lastResponse = answer.ResponseId;
                    return answer.ResultComplete is null ? answer : null;
                }
            }
            catch (ConnectException failure) when (CanGoOn(failure))
            {
                if (failure.IsUnknownOperation) _sent = false;
                await Task.Delay(FirstPause * Math.Pow(2, _failures++) * (0.5 + Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
            }

            CloseStream();
        }
    }

    /// <summary>The server forgets the execution, and ends it where it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        CloseStream();
        if (!_sent || cancellationToken.IsCancellationRequested) return;
        var request = new ReleaseExecuteRequest
        {
            SessionId = session.SessionId,
            UserContext = session.User,
            OperationId = _id,
            ReleaseAll = new ReleaseAll(),
        };
        try
        {
            await channel.CallAsync<ReleaseExecuteResponse>("ReleaseExecute", request, ReleaseLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ConnectException or OperationCanceledException)
        {
            // What is not released the server forgets by itself, after some minutes in which nobody has asked for it.
        }
    }

    private Task<GrpcStream<ExecutePlanResponse>> OpenAsync()
    {
        if (_sent) return channel.OpenAsync<ExecutePlanResponse>("ReattachExecute", ReattachRequest(), limit, cancellationToken);
        _sent = true;
        return channel.OpenAsync<ExecutePlanResponse>("ExecutePlan", ExecuteRequest(), limit, cancellationToken);
    }

    /// <summary>An execution that the server does not know is started anew only where none of its answers has come: it was never begun.</summary>
    private bool CanGoOn(ConnectException failure) =>
        _failures < MaxFailures && (failure.IsTransient || (failure.IsUnknownOperation && _sent && _lastResponse is null));

    private void CloseStream()
    {
        _answers?.Dispose();
        _answers = null;
    }

    private ExecutePlanRequest ExecuteRequest() => new()
    {
        SessionId = session.SessionId,
        UserContext = session.User,
        OperationId = _id,
        Plan = plan,
        RequestOptions = { new RequestOption { ReattachOptions = new ReattachOptions { Reattachable = true } } },
    };

    private ReattachExecuteRequest ReattachRequest()
    {
        var request = new ReattachExecuteRequest
        {
            SessionId = session.SessionId,
            UserContext = session.User,
            OperationId = _id,
        };
        if (_lastResponse is not null) request.LastResponseId = _lastResponse;
        return request;
    }
}
