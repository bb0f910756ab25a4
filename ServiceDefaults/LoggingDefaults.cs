using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Streaming.ServiceDefaults;

internal static class LoggingDefaults
{
    public static void ConfigureLogging(this IHostApplicationBuilder builder)
    {
        // A request is a span already, and a command belongs to a batch that is one; five log entries more are noise.
        builder.AddDefaults(
            ("Logging:LogLevel:Microsoft.AspNetCore", nameof(LogLevel.Warning)),
            ("Logging:LogLevel:System.Net.Http.HttpClient", nameof(LogLevel.Warning)),
            ("Logging:LogLevel:Npgsql", nameof(LogLevel.Warning)));

        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
    }
}
