namespace Aspire.Hosting.ApplicationModel;

/// <summary>The arguments of a process while they are collected.</summary>
public sealed class CommandLineArgsCallbackContext
{
    internal CommandLineArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default) =>
        (Args, CancellationToken) = (args, cancellationToken);

    /// <summary>Texts, and <see cref="IValueProvider"/>s that are resolved when the process starts.</summary>
    public IList<object> Args { get; }

    public CancellationToken CancellationToken { get; }
}

internal sealed class CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<CommandLineArgsCallbackContext, Task> Callback { get; } = callback;
}
