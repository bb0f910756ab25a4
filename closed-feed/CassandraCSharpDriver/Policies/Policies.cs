namespace Cassandra;

/// <summary>The policies of a cluster, and those that it has when none is given.</summary>
public class Policies
{
    internal Policies()
    {
    }

    public static ILoadBalancingPolicy DefaultLoadBalancingPolicy => new TokenAwarePolicy(new DCAwareRoundRobinPolicy());

    public static IReconnectionPolicy DefaultReconnectionPolicy => new ExponentialReconnectionPolicy(1000, 10 * 60 * 1000);

    public static IRetryPolicy DefaultRetryPolicy => new DefaultRetryPolicy();

    public static ITimestampGenerator DefaultTimestampGenerator => new AtomicMonotonicTimestampGenerator();

    public ILoadBalancingPolicy LoadBalancingPolicy { get; internal set; } = DefaultLoadBalancingPolicy;

    public IReconnectionPolicy ReconnectionPolicy { get; internal set; } = DefaultReconnectionPolicy;

    public IRetryPolicy RetryPolicy { get; internal set; } = DefaultRetryPolicy;

    public ITimestampGenerator TimestampGenerator { get; internal set; } = DefaultTimestampGenerator;

    internal static Policies Default => new();

    public static ILoadBalancingPolicy NewDefaultLoadBalancingPolicy(string localDc) => new TokenAwarePolicy(new DCAwareRoundRobinPolicy(localDc));
}
