namespace Cassandra;

/// <summary>Leaves a column as it is, where null would delete its value and leave a tombstone.</summary>
public sealed class Unset
{
    public static readonly Unset Value = new();

    private Unset()
    {
    }
}
