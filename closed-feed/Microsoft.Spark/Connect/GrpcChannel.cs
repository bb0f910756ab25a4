using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Google.Protobuf;

namespace Microsoft.Spark.Connect;

/// <summary>gRPC over HTTP/2: one request, and one or many answers.</summary>
internal sealed class GrpcChannel(ConnectAddress address, HttpMessageHandler transport) : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _http = new(transport);

    public GrpcChannel(ConnectAddress address)
        : this(address, new SocketsHttpHandler { ConnectTimeout = ConnectLimit, UseProxy = false, AllowAutoRedirect = false })
    {
    }

    public ConnectAddress Address { get; } = address;

    /// <summary>One request, one answer.</summary>
    /// <param name="limit">How long the answer may take.</param>
    /// <exception cref="ConnectException">The server's error, or there is no answer.</exception>
    public async Task<TAnswer> CallAsync<TAnswer>(string method, IMessage request, TimeSpan limit, CancellationToken cancellationToken)
        where TAnswer : IMessage<TAnswer>, new()
    {
        using var answers = await OpenAsync<TAnswer>(method, request, limit, cancellationToken).ConfigureAwait(false);
        var answer = await answers.ReadAsync(cancellationToken).ConfigureAwait(false);
        await answers.ReadAsync(cancellationToken).ConfigureAwait(false);
        return answer ?? throw new ConnectException(GrpcCode.Internal, $"{Address} did not answer {method}.");
    }

    /// <summary>One request, many answers.</summary>
    /// <param name="limit">How long any of the answers may let wait.</param>
    /// <exception cref="ConnectException">The server's error, or there is no answer.</exception>
    public async Task<GrpcStream<TAnswer>> OpenAsync<TAnswer>(string method, IMessage request, TimeSpan limit, CancellationToken cancellationToken)
        where TAnswer : IMessage<TAnswer>, new()
    {
        var message = Request(method, request);
        var response = await InLimitAsync(token => new ValueTask<HttpResponseMessage>(_http.SendAsync(message, token)), limit, cancellationToken)
            .ConfigureAwait(false);
        return new GrpcStream<TAnswer>(this, response, limit);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Waits no longer than <paramref name="limit"/>, and gives the failures of a connection as what they are to a caller.</summary>
    public async ValueTask<T> InLimitAsync<T>(Func<CancellationToken, ValueTask<T>> wait, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            return await wait(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
        {
            var message = $"Spark Connect at {Address} has not answered within {limit.TotalSeconds:0} s.";
            throw new ConnectException(GrpcCode.DeadlineExceeded, message, new TimeoutException(message, silence));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw ConnectionFailure(failure);
        }
    }

    private ConnectException ConnectionFailure(Exception failure) => failure.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound } refused => new ConnectException(
            GrpcCode.Unknown,
            $"There is no Spark Connect server at {Address} ({refused.Message}). Start one (sbin/start-connect-server.sh in SPARK_HOME), "
            + "or name another address in SPARK_REMOTE.",
            failure),
        HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse } => NotConnect(failure),
        _ => new ConnectException(GrpcCode.Unavailable, $"The connection to Spark Connect at {Address} failed: {failure.Message}", failure),
    };

    private ConnectException NotConnect(Exception failure) =>
        new(GrpcCode.Unknown, $"What answers at {Address} is not a Spark Connect server: {failure.Message}", failure);

    private HttpRequestMessage Request(string method, IMessage body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address.HttpAddress, $"/spark.connect.SparkConnectService/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(GrpcFrame.Write(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.TryAddWithoutValidation("user-agent", "microsoft-spark-over-connect");
        foreach (var (name, value) in Address.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
