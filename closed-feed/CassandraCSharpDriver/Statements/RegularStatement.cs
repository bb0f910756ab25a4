namespace Cassandra;

/// <summary>A statement that is sent as text.</summary>
public abstract class RegularStatement : Statement
{
    private protected RegularStatement()
    {
    }

    public virtual string QueryString { get; private protected set; } = "";

    public override string ToString() => QueryString;
}
