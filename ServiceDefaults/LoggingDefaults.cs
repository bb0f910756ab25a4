using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Streaming.ServiceDefaults;

internal static class LoggingDefaults
{
    public static void ConfigureLogging(this IHostApplicationBuilder builder)
    {
        // The lowest of all sources, so that any other may say otherwise. A request is a span already; five log entries more are noise.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData =
            [
                new("Logging:LogLevel:Microsoft.AspNetCore", nameof(LogLevel.Warning)),
                new("Logging:LogLevel:System.Net.Http.HttpClient", nameof(LogLevel.Warning)),
            ],
        });

        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
    }
}
