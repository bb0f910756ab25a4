namespace Microsoft.Spark.Sql.Streaming;

/// <summary>Why a query failed, in Spark's words.</summary>
public class StreamingQueryException(string message) : JvmException(message);
