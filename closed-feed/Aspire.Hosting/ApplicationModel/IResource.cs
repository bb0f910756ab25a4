namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a process, a database, a parameter.</summary>
public interface IResource
{
    string Name { get; }

    ResourceAnnotationCollection Annotations { get; }
}

public interface IResourceWithEnvironment : IResource;

public interface IResourceWithArgs : IResource;

public interface IResourceWithEndpoints : IResource;

public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that is code to run: a project or a container.</summary>
public interface IComputeResource : IResource;

/// <summary>A resource that lives in another, as a database does in its server: its state is the parent's.</summary>
public interface IResourceWithParent : IResource
{
    IResource Parent { get; }
}

public interface IResourceWithParent<out T> : IResourceWithParent where T : IResource
{
    new T Parent { get; }

    IResource IResourceWithParent.Parent => Parent;
}
