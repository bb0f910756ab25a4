namespace Streaming.AppHost;

/// <summary>The pipeline cannot start here; the message tells the user why and what to do.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
