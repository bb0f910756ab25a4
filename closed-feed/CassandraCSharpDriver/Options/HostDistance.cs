namespace Cassandra;

public enum HostDistance
{
    Local = 0,
    Remote = 1,
    Ignored = 2,
}
