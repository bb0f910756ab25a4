using System.Diagnostics;
using Microsoft.AspNetCore.Builder;

namespace Streaming.ServiceDefaults;

internal static class UnobservedEndpoint
{
    /// <summary>Requests to the endpoint are neither traced nor measured: those who watch the service are no part of what it does.</summary>
    public static void Unobserved(this IEndpointConventionBuilder route) => route.DisableHttpMetrics().Add(endpoint =>
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            Untrace(Activity.Current);
            return next(context);
        };
    });

    // A span that is not recorded is not exported, and neither are those below it.
    private static void Untrace(Activity? activity)
    {
        if (activity is null)
            return;

        activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        activity.IsAllDataRequested = false;
    }
}
