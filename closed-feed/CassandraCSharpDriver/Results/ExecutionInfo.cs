using System.Net;

namespace Cassandra;

/// <summary>How a request was executed.</summary>
public class ExecutionInfo
{
    internal ExecutionInfo(Host? host, ConsistencyLevel achieved, string[]? warnings, bool isSchemaInAgreement)
    {
        QueriedHost = host?.Address;
        AchievedConsistency = achieved;
        Warnings = warnings;
        IsSchemaInAgreement = isSchemaInAgreement;
    }

    /// <summary>The host that answered.</summary>
    public IPEndPoint? QueriedHost { get; }

    public ConsistencyLevel AchievedConsistency { get; }

    /// <summary>What the server warns of, as a batch that is too large; null where it does not.</summary>
    public string[]? Warnings { get; }

    /// <summary>False when the hosts did not agree on the schema in time after a statement that changed it.</summary>
    public bool IsSchemaInAgreement { get; }
}
