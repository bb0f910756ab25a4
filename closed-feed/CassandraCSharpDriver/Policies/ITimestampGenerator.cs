namespace Cassandra;

/// <summary>Gives the microseconds since 1970 that writes carry; <see cref="long.MinValue"/> leaves them to the server.</summary>
internal interface ITimestampGenerator
{
    long Next();
}
