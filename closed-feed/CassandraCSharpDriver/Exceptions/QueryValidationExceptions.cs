namespace Cassandra;

/// <summary>The server refuses a request before it executes it.</summary>
public abstract class QueryValidationException : DriverException
{
    internal QueryValidationException(string message)
        : base(message)
    {
    }

    internal QueryValidationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>0x2200: syntactically right, but it cannot be executed.</summary>
public class InvalidQueryException : QueryValidationException
{
    internal InvalidQueryException(string message)
        : base(message)
    {
    }

    internal InvalidQueryException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

/// <summary>0x2300: a configuration problem, as an unknown replication strategy.</summary>
public class InvalidConfigurationInQueryException : InvalidQueryException
{
    internal InvalidConfigurationInQueryException(string message)
        : base(message)
    {
    }
}

/// <summary>0x2000: not CQL.</summary>
public class SyntaxError : QueryValidationException
{
    internal SyntaxError(string message)
        : base(message)
    {
    }
}

/// <summary>0x2100: the user may not do this.</summary>
public class UnauthorizedException : QueryValidationException
{
    internal UnauthorizedException(string message)
        : base(message)
    {
    }
}

/// <summary>0x2400: the keyspace or table is there already.</summary>
public class AlreadyExistsException : QueryValidationException
{
    internal AlreadyExistsException(string keyspace, string? table)
        : base(string.IsNullOrEmpty(table) ? $"Keyspace {keyspace} already exists" : $"Table {keyspace}.{table} already exists")
    {
        Keyspace = keyspace;
        Table = table;
    }

    public string Keyspace { get; }

    public string? Table { get; }
}

/// <summary>0x2500: the host does not know a prepared statement, and preparing it again did not help.</summary>
public class PreparedQueryNotFoundException : QueryValidationException
{
    internal PreparedQueryNotFoundException(string message, byte[] unknownId)
        : base(message)
    {
        UnknownId = unknownId;
    }

    public byte[] UnknownId { get; }
}

/// <summary>0x1001: the host has too much to do.</summary>
public class OverloadedException(string message) : QueryValidationException(message);

/// <summary>0x1002: the host is joining the ring.</summary>
public class IsBootstrappingException : QueryValidationException
{
    internal IsBootstrappingException(string message)
        : base(message)
    {
    }
}

/// <summary>0x0000: something unexpected happened inside the server.</summary>
public class ServerErrorException : QueryValidationException
{
    internal ServerErrorException(string message)
        : base(message)
    {
    }
}

/// <summary>0x000A: the server does not understand a frame.</summary>
public class ProtocolErrorException : QueryValidationException
{
    internal ProtocolErrorException(string message)
        : base(message)
    {
    }
}

/// <summary>0x1400: a user defined function failed.</summary>
public class FunctionFailureException : DriverException
{
    internal FunctionFailureException(string message)
        : base(message)
    {
    }
}
