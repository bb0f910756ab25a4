namespace Streaming.CassandraSink.Tables.Cassandra;

/// <summary>One version of a user, as it is bound to the statement that upserts it.</summary>
/// <param name="Record">The caller's number for it.</param>
/// <param name="IngestedAt">In microseconds since 1970.</param>
/// <param name="Values">The fields in their order, in the form that CQL has on the wire, and the timestamp; the country and more may be shared.</param>
/// <param name="RegisteredAt">In milliseconds since 1970.</param>
/// <param name="Bytes">The size of the row, about as the server counts it.</param>
internal readonly record struct UserVersion(
    int Record, Guid Id, long IngestedAt, object?[] Values, byte[]? Country, long? RegisteredAt, int Bytes);
