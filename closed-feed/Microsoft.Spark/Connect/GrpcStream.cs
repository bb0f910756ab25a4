using Google.Protobuf;

namespace Microsoft.Spark.Connect;

/// <summary>The answers to one request, as they come.</summary>
internal sealed class GrpcStream<TAnswer>(GrpcChannel channel, HttpResponseMessage response, TimeSpan limit) : IDisposable
    where TAnswer : IMessage<TAnswer>, new()
{
    private static readonly MessageParser<TAnswer> Parser = new(() => new TAnswer());

    private Stream? _body;

    /// <summary>The next answer; null after the last, when the server says that all went well.</summary>
    /// <exception cref="ConnectException">The server's error, or no answer within the limit.</exception>
    public async Task<TAnswer?> ReadAsync(CancellationToken cancellationToken)
    {
        // A call that fails at once is answered by headers alone, with the status among them.
        if (GrpcStatus.Read(response.Headers) is { } failed) return End(failed);
        if (response.Content.Headers.ContentType?.MediaType is not { } type || !type.StartsWith("application/grpc", StringComparison.Ordinal))
        {
            throw new ConnectException(GrpcCode.Unknown, $"What answers at {channel.Address} does not speak gRPC (HTTP status {(int)response.StatusCode}).");
        }

        var frame = await channel.InLimitAsync(ReadFrameAsync, limit, cancellationToken).ConfigureAwait(false);
        if (frame is not null) return Parser.ParseFrom(frame);
        return End(GrpcStatus.Read(response.TrailingHeaders) ?? new GrpcStatus(GrpcCode.Unavailable, "the answers end without a status", null));
    }

    public void Dispose() => response.Dispose();

    private async ValueTask<byte[]?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        _body ??= await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await GrpcFrame.ReadAsync(_body, cancellationToken).ConfigureAwait(false);
    }

    private TAnswer? End(GrpcStatus status) => status.Code == GrpcCode.Ok ? default : throw status.ToException(channel.Address);
}
