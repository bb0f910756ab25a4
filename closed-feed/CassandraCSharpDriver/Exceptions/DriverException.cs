namespace Cassandra;

/// <summary>The base of what the driver and the server report.</summary>
public class DriverException : Exception
{
    public DriverException(string message)
        : base(message)
    {
    }

    public DriverException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The driver met what must not be.</summary>
public class DriverInternalError(string message) : Exception(message);

/// <summary>A value is not of a type that its column takes, or a column is not read as the type asked for.</summary>
public class InvalidTypeException : DriverException
{
    public InvalidTypeException(string message)
        : base(message)
    {
    }

    public InvalidTypeException(string paramName, object receivedType, object[] expectedType)
        : base($"{paramName} is of type {receivedType}, expected: {string.Join(", ", expectedType)}")
    {
    }
}

/// <summary>The server gave a statement that was prepared again another id than before.</summary>
public class PreparedStatementIdMismatchException(byte[] originalId, byte[] outputId) : DriverException(
    $"The statement was prepared as {Convert.ToHexString(originalId)} and is now {Convert.ToHexString(outputId)}. Prepare it anew.")
{
    public byte[] Id { get; } = originalId;
}
