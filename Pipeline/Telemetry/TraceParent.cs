using System.Diagnostics;
using System.Text;

namespace Streaming.Pipeline.Telemetry;

/// <summary>
/// The W3C trace context that records carry in their <c>traceparent</c> header, so that a trace runs from the request or fetch through the log to the table.
/// Whoever brings events in puts it on the first event of a batch only: at full rate a trace costs nothing.
/// </summary>
public static class TraceParent
{
    /// <summary>The trace context as the header has it, or an empty array if the activity is not sampled.</summary>
    public static byte[] Of(Activity? activity) =>
        activity is { Recorded: true, Id: { } id } && activity.IdFormat == ActivityIdFormat.W3C ? Encoding.ASCII.GetBytes(id) : [];

    /// <summary>Reads a header; false if there is none, or it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> traceParent, out ActivityContext context)
    {
        context = default;
        return !traceParent.IsEmpty && ActivityContext.TryParse(Encoding.ASCII.GetString(traceParent), null, isRemote: true, out context);
    }
}
