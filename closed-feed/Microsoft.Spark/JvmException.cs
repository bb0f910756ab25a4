namespace Microsoft.Spark;

/// <summary>What failed inside Spark. A call throws an exception that has this one inside it; its message begins with the Java exception's class.</summary>
public class JvmException : Exception
{
    internal JvmException(string message)
        : base(message)
    {
    }
}
