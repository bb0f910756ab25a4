using System.Net;

namespace Cassandra;

/// <summary>Makes the exception that an ERROR frame stands for.</summary>
internal static class ErrorReader
{
    public static DriverException Read(ReadOnlySpan<byte> body, IPEndPoint host)
    {
        var reader = new BodyReader(body);
        var code = reader.ReadInt();
        var message = reader.ReadString();
        return code switch
        {
            0x0000 => new ServerErrorException(message),
            0x000A => new ProtocolErrorException(message),
            0x0100 => new AuthenticationException(message, host),
            0x1000 => new UnavailableException(ReadConsistency(ref reader), reader.ReadInt(), reader.ReadInt()),
            0x1001 => new OverloadedException(message),
            0x1002 => new IsBootstrappingException(message),
            0x1003 => new TruncateException(message),
            0x1100 => new WriteTimeoutException(ReadConsistency(ref reader), reader.ReadInt(), reader.ReadInt(), reader.ReadString()),
            0x1200 => new ReadTimeoutException(ReadConsistency(ref reader), reader.ReadInt(), reader.ReadInt(), reader.ReadByte() != 0),
            0x1300 => ReadFailure(ref reader),
            0x1400 => new FunctionFailureException(message),
            0x1500 => WriteFailure(ref reader),
            0x2000 => new SyntaxError(message),
            0x2100 => new UnauthorizedException(message),
            0x2200 => new InvalidQueryException(message),
            0x2300 => new InvalidConfigurationInQueryException(message),
            0x2400 => new AlreadyExistsException(reader.ReadString(), reader.ReadString()),
            0x2500 => new PreparedQueryNotFoundException(message, reader.ReadShortBytes().ToArray()),
            _ => new ProtocolErrorException($"Unknown error 0x{code:X4}: {message}"),
        };
    }

    private static ConsistencyLevel ReadConsistency(ref BodyReader reader) => (ConsistencyLevel)reader.ReadShort();

    private static ReadFailureException ReadFailure(ref BodyReader reader)
    {
        var (consistency, received, required, failures) = (ReadConsistency(ref reader), reader.ReadInt(), reader.ReadInt(), reader.ReadInt());
        return new ReadFailureException(consistency, received, required, reader.ReadByte() != 0, failures);
    }

    private static WriteFailureException WriteFailure(ref BodyReader reader)
    {
        var (consistency, received, required, failures) = (ReadConsistency(ref reader), reader.ReadInt(), reader.ReadInt(), reader.ReadInt());
        return new WriteFailureException(consistency, received, required, reader.ReadString(), failures);
    }
}
