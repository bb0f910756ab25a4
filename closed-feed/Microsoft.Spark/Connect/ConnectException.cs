namespace Microsoft.Spark.Connect;

/// <summary>
/// A call failed: in Spark, and then there is a <see cref="JvmException"/> inside it, or on the way there. To callers it is an <see cref="Exception"/>, which
/// is all that the official library throws.
/// </summary>
internal sealed class ConnectException(GrpcCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public GrpcCode Code { get; } = code;

    /// <summary>The connection broke, or the server has no answer at the moment; the same call may go well in a while.</summary>
    public bool IsTransient => Code == GrpcCode.Unavailable;

    /// <summary>The server does not know the execution, or no more: it was started anew, or never got to hear of it.</summary>
    public bool IsUnknownOperation => Message.Contains("INVALID_HANDLE.OPERATION_NOT_FOUND", StringComparison.Ordinal);
}
