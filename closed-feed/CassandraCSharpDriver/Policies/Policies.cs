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

    internal static ITimestampGenerator DefaultTimestampGenerator => new AtomicMonotonicTimestampGenerator();

    internal ILoadBalancingPolicy LoadBalancingPolicy { get; set; } = DefaultLoadBalancingPolicy;

    internal IReconnectionPolicy ReconnectionPolicy { get; set; } = DefaultReconnectionPolicy;

    internal IRetryPolicy RetryPolicy { get; set; } = DefaultRetryPolicy;

    internal ITimestampGenerator TimestampGenerator { get; set; } = DefaultTimestampGenerator;

    internal static Policies Default => new();

    public static ILoadBalancingPolicy NewDefaultLoadBalancingPolicy(string localDc) => new TokenAwarePolicy(new DCAwareRoundRobinPolicy(localDc));
}
