using System.Net.Http.Headers;
using Google.Protobuf;

namespace Microsoft.Spark.Connect;

/// <summary>How a call ended, as its trailers say; the server's exception comes with its class.</summary>
internal sealed record GrpcStatus(GrpcCode Code, string Message, string? ExceptionClass)
{
    /// <summary>Null where these headers have no status.</summary>
    public static GrpcStatus? Read(HttpHeaders headers)
    {
        if (Value(headers, "grpc-status") is not { } code) return null;
        var message = Uri.UnescapeDataString(Value(headers, "grpc-message") ?? "");
        return new GrpcStatus(int.TryParse(code, out var number) ? (GrpcCode)number : GrpcCode.Unknown, message, ReadExceptionClass(headers));
    }

    public ConnectException ToException(ConnectAddress address)
    {
        if (ExceptionClass is not null) return new ConnectException(Code, Message, new JvmException($"{ExceptionClass}: {Message}"));
        return new ConnectException(Code, Code switch
        {
            GrpcCode.Unimplemented => $"{address} is not a Spark Connect server of version 3.5: {Message}",
            GrpcCode.Unauthenticated => $"{address} does not accept the token in SPARK_REMOTE (;use_ssl=true;token=…): {Message}",
            _ => $"{address} answers with an error ({Code}): {Message}",
        });
    }

    private static string? ReadExceptionClass(HttpHeaders headers)
    {
        if (Value(headers, "grpc-status-details-bin") is not { } text) return null;
        try
        {
            // gRPC leaves the padding off.
            var bytes = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
            var info = ErrorStatus.Parser.ParseFrom(bytes).Details
                .FirstOrDefault(detail => detail.TypeUrl.EndsWith("/google.rpc.ErrorInfo", StringComparison.Ordinal));
            return info is null ? null : ErrorInfo.Parser.ParseFrom(info.Value).Reason;
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidProtocolBufferException)
        {
            // The status and its message are worth more than what is wrong with their details.
            return null;
        }
    }

    private static string? Value(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;
}
