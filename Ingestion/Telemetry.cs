using System.Diagnostics;

namespace Streaming.Ingestion;

internal static class Telemetry
{
    public const string Name = "Streaming.Ingestion";

    public static readonly ActivitySource Source = new(Name);
}
