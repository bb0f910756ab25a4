namespace Cassandra;

/// <summary>The server took a request and could not bring it to its end.</summary>
public abstract class QueryExecutionException : QueryValidationException
{
    internal QueryExecutionException(string message)
        : base(message)
    {
    }
}

/// <summary>0x1000: too few replicas are alive for the consistency level; nothing was done.</summary>
public class UnavailableException(ConsistencyLevel consistency, int required, int alive)
    : QueryExecutionException($"Consistency {consistency} needs {required} replicas, {alive} are alive")
{
    public ConsistencyLevel Consistency { get; } = consistency;

    public int RequiredReplicas { get; } = required;

    public int AliveReplicas { get; } = alive;
}

/// <summary>0x1003: a truncation failed.</summary>
public class TruncateException : QueryExecutionException
{
    internal TruncateException(string message)
        : base(message)
    {
    }
}

/// <summary>Too few replicas acknowledged in the server's own time limit.</summary>
public abstract class QueryTimeoutException : QueryExecutionException
{
    internal QueryTimeoutException(string message, ConsistencyLevel consistencyLevel, int receivedAcknowledgements, int requiredAcknowledgements)
        : base(message)
    {
        ConsistencyLevel = consistencyLevel;
        ReceivedAcknowledgements = receivedAcknowledgements;
        RequiredAcknowledgements = requiredAcknowledgements;
    }

    public ConsistencyLevel ConsistencyLevel { get; }

    public int ReceivedAcknowledgements { get; }

    public int RequiredAcknowledgements { get; }
}

/// <summary>0x1200.</summary>
public class ReadTimeoutException(ConsistencyLevel consistency, int received, int required, bool dataPresent) : QueryTimeoutException(
    $"Read timed out at consistency {consistency}: {received} of {required} replicas answered, {(dataPresent ? "with" : "without")} the data",
    consistency, received, required)
{
    public bool WasDataRetrieved { get; } = dataPresent;
}

/// <summary>0x1100: the write may take effect yet.</summary>
public class WriteTimeoutException(ConsistencyLevel consistency, int received, int required, string writeType) : QueryTimeoutException(
    $"Write ({writeType}) timed out at consistency {consistency}: {received} of {required} replicas acknowledged", consistency, received, required)
{
    public string WriteType { get; } = writeType;
}

/// <summary>0x1300: replicas failed at a read.</summary>
public class ReadFailureException : QueryTimeoutException
{
    internal ReadFailureException(ConsistencyLevel consistency, int received, int required, bool dataPresent, int failures)
        : base($"Read failed at consistency {consistency}: {received} of {required} replicas answered, {failures} failed", consistency, received, required)
    {
        Failures = failures;
        WasDataRetrieved = dataPresent;
    }

    internal int Failures { get; }

    internal bool WasDataRetrieved { get; }
}

/// <summary>0x1500: replicas failed at a write.</summary>
public class WriteFailureException(ConsistencyLevel consistency, int received, int required, string writeType, int failures) : QueryTimeoutException(
    $"Write ({writeType}) failed at consistency {consistency}: {received} of {required} replicas acknowledged, {failures} failed",
    consistency, received, required)
{
    internal int Failures { get; } = failures;

    internal string WriteType { get; } = writeType;
}
