namespace Streaming.Tests.Unit.ClosedFeed.Samples;

#pragma warning disable CA1822, IDE0060, CA1052
public class Right
{
    public Right(string? name) => Limit = name?.Length;

    public int? Limit { get; }

    public Task Send(string name, int count = 1) => Task.CompletedTask;

    public Task Send(string name, bool loud) => Task.CompletedTask;

    public T Make<T>(T resource) where T : IDisposable, new() => resource;
}

public abstract class WrongParameterName
{
    public Task Send(string name, int times = 1) => Task.CompletedTask;
}

public abstract class WrongParameterType
{
    public Task Send(string name, long count = 1) => Task.CompletedTask;
}

public abstract class WrongOrder
{
    public Task Send(bool loud, string name) => Task.CompletedTask;
}

public abstract class NoDefault
{
    public Task Send(string name, int count) => Task.CompletedTask;
}

public abstract class OtherDefault
{
    public Task Send(string name, int count = 2) => Task.CompletedTask;
}

public abstract class NewDefault
{
    public Task Send(string name, bool loud = false) => Task.CompletedTask;
}

public abstract class OtherReturn
{
    public void Send(string name, bool loud) => _ = loud;
}

public abstract class NoConstraint
{
    public T Make<T>(T resource) => resource;
}

public abstract class OtherConstraint
{
    public T Make<T>(T resource) where T : IDisposable => resource;
}

public abstract class OtherTypeParameter
{
    public TItem Make<TItem>(TItem resource) where TItem : IDisposable, new() => resource;
}

public abstract class OneMoreMember
{
    public void Stop() => _ = this;
}

public abstract class OneMoreOverload
{
    public Task Send(string name, double volume) => Task.CompletedTask;
}

public abstract class OtherPropertyType
{
    public int Limit => 0;
}

public class NullsRefused
{
    public NullsRefused(string name) => _ = name;
}

public abstract class Modified
{
    public Task Send(string name, in bool loud) => Task.CompletedTask;
}
#pragma warning restore CA1822, IDE0060, CA1052
