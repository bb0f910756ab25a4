namespace Cassandra;

/// <summary>The base of what the driver and the server report.</summary>
public class DriverException : Exception
{
    internal DriverException(string message)
        : base(message)
    {
    }

    internal DriverException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The driver met what must not be.</summary>
public class DriverInternalError : Exception
{
    internal DriverInternalError(string message)
        : base(message)
    {
    }
}

/// <summary>A value is not of a type that its column takes, or a column is not read as the type asked for.</summary>
public class InvalidTypeException : DriverException
{
    internal InvalidTypeException(string message)
        : base(message)
    {
    }

    internal InvalidTypeException(string paramName, object receivedType, object[] expectedType)
        : base($"{paramName} is of type {receivedType}, expected: {string.Join(", ", expectedType)}")
    {
    }
}

/// <summary>The server gave a statement that was prepared again another id than before.</summary>
public class PreparedStatementIdMismatchException : DriverException
{
    internal PreparedStatementIdMismatchException(byte[] originalId, byte[] outputId)
        : base($"The statement was prepared as {Convert.ToHexString(originalId)} and is now {Convert.ToHexString(outputId)}. Prepare it anew.")
    {
        Id = originalId;
    }

    internal byte[] Id { get; }
}
