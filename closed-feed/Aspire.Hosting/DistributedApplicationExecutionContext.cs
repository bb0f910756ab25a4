namespace Aspire.Hosting;

public enum DistributedApplicationOperation
{
    Run = 0,
    Publish = 1,
}

/// <summary>Whether the application runs or is published.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    public DistributedApplicationOperation Operation { get; } = operation;

    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;
}
