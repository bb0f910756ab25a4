using System.Diagnostics;
using OpenTelemetry;

namespace Streaming.ServiceDefaults;

/// <summary>Names a request's span <c>METHOD /route</c>, as OpenTelemetry's conventions have it; ASP.NET Core only sets the attributes.</summary>
internal sealed class RequestSpanNames : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.OperationName == "Microsoft.AspNetCore.Hosting.HttpRequestIn" && data.GetTagItem("http.request.method") is string method)
            data.DisplayName = data.GetTagItem("http.route") is string route ? $"{method} {route}" : method;
    }
}
