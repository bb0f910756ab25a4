namespace Streaming.AppHost.CommandLine;

/// <summary>What is written, in place of running the pipeline.</summary>
/// <param name="IsManifest">The manifest that azd reads; else the files for docker compose.</param>
/// <param name="WithPostgres">PostgreSQL is a container of it; else it is told by its connection string where it is deployed.</param>
/// <param name="Arguments">What Aspire is told, in its own words.</param>
internal sealed record Publication(bool IsManifest, bool WithPostgres, string[] Arguments)
{
    /// <summary>Where services listen in their containers.</summary>
    public const int HttpPort = 8080;

    /// <summary>Of the machine that docker compose runs on; elsewhere, what is reached from outside has an address of its own.</summary>
    public int? PushPort => IsManifest ? null : 8080;

    /// <inheritdoc cref="PushPort"/>
    public int? ConsolePort => IsManifest ? null : 8090;
}
