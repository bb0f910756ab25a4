namespace Microsoft.Spark.Connect;

/// <summary>gRPC's status codes that this library tells apart.</summary>
internal enum GrpcCode
{
    Ok = 0,
    Unknown = 2,
    DeadlineExceeded = 4,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    Unauthenticated = 16,
}
