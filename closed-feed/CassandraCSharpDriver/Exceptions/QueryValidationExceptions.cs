namespace Cassandra;

/// <summary>The server refuses a request before it executes it.</summary>
public abstract class QueryValidationException : DriverException
{
    protected QueryValidationException(string message)
        : base(message)
    {
    }

    protected QueryValidationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>0x2200: syntactically right, but it cannot be executed.</summary>
public class InvalidQueryException : QueryValidationException
{
    public InvalidQueryException(string message)
        : base(message)
    {
    }

    public InvalidQueryException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

/// <summary>0x2300: a configuration problem, as an unknown replication strategy.</summary>
public class InvalidConfigurationInQueryException(string message) : InvalidQueryException(message);

/// <summary>0x2000: not CQL.</summary>
public class SyntaxError(string message) : QueryValidationException(message);

/// <summary>0x2100: the user may not do this.</summary>
public class UnauthorizedException(string message) : QueryValidationException(message);

/// <summary>0x2400: the keyspace or table is there already.</summary>
public class AlreadyExistsException(string keyspace, string? table)
    : QueryValidationException(string.IsNullOrEmpty(table) ? $"Keyspace {keyspace} already exists" : $"Table {keyspace}.{table} already exists")
{
    public string Keyspace { get; } = keyspace;

    public string? Table { get; } = table;
}

/// <summary>0x2500: the host does not know a prepared statement, and preparing it again did not help.</summary>
public class PreparedQueryNotFoundException(string message, byte[] unknownId) : QueryValidationException(message)
{
    public byte[] UnknownId { get; } = unknownId;
}

/// <summary>0x1001: the host has too much to do.</summary>
public class OverloadedException(string message) : QueryValidationException(message);

/// <summary>0x1002: the host is joining the ring.</summary>
public class IsBootstrappingException(string message) : QueryValidationException(message);

/// <summary>0x0000: something unexpected happened inside the server.</summary>
public class ServerErrorException(string message) : QueryValidationException(message);

/// <summary>0x000A: the server does not understand a frame.</summary>
public class ProtocolErrorException(string message) : QueryValidationException(message);

/// <summary>0x1400: a user defined function failed.</summary>
public class FunctionFailureException(string message) : DriverException(message);
