namespace Microsoft.Spark.Sql.Streaming;

public enum OutputMode
{
    /// <summary>Rows that will not change any more.</summary>
    Append,

    /// <summary>All rows, each time.</summary>
    Complete,

    /// <summary>Rows that have changed.</summary>
    Update,
}
