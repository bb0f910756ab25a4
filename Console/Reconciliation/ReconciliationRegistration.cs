using Streaming.Pipeline.Loops;

namespace Streaming.Console.Reconciliation;

internal static class ReconciliationRegistration
{
    public static void AddReconciliation(this IServiceCollection services)
    {
        services.AddSingleton<RawRows>();
        services.AddSingleton<Results>();
        services.AddSingleton<Overview>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<Checks>();
        services.AddLoop<ReconciliationLoop>(ReconciliationLoop.LoopName);
    }
}
