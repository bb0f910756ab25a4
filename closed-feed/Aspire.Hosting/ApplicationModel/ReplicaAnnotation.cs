namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many instances of a project run.</summary>
internal sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    public int Replicas { get; } = replicas;
}
