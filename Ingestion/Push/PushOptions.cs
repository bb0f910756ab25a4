using Microsoft.Extensions.Options;
using Streaming.Pipeline.Hosting;

namespace Streaming.Ingestion.Push;

/// <summary>The push API; section <c>Ingestion:Push</c>.</summary>
internal sealed class PushOptions
{
    public const string Section = "Ingestion:Push";

    /// <summary>What clients send as <c>X-API-Key</c> or bearer token.</summary>
    public string ApiKey { get; set; } = "";

    public int MaxBodyBytes { get; set; } = 64 * 1024 * 1024;

    public int MaxEventBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Events that are handed to the raw store at a time while the rest of the body is still being read.</summary>
    public int ChunkEvents { get; set; } = 1_000;

    /// <summary>As <see cref="ChunkEvents"/>, in bytes.</summary>
    public int ChunkBytes { get; set; } = 1024 * 1024;

    /// <summary>Chunks of one request that may be on their way to the raw store.</summary>
    public int ChunksInFlight { get; set; } = 4;

    /// <summary>Requests with <c>atomic=true</c> at a time: each is held in memory as a whole.</summary>
    public int AtomicRequests { get; set; } = 2;

    /// <summary>A body with more faults than this is read no further.</summary>
    public int MaxFaults { get; set; } = 10_000;

    /// <summary>Events between raw_users and the tables from which on new ones are refused with 429.</summary>
    public long MaxBacklog { get; set; } = 500_000;
}

internal sealed class PushOptionsValidator : IValidateOptions<PushOptions>
{
    private const int Mebi = 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, PushOptions options) => new OptionChecks(PushOptions.Section)
        .Require(options.ApiKey.Length is 0 or >= 16, nameof(options.ApiKey), $"({options.ApiKey.Length} characters)", "must have at least 16 characters")
        .Require(options.ApiKey.Length > 0, nameof(options.ApiKey), "", "must be set: it is the secret that clients of POST /events send")
        .Between(nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1_024, 1024 * Mebi)
        .Between(nameof(options.MaxEventBytes), options.MaxEventBytes, 1_024, 64 * Mebi)
        .Between(nameof(options.ChunkEvents), options.ChunkEvents, 1, 100_000)
        .Between(nameof(options.ChunkBytes), options.ChunkBytes, 1_024, 64 * Mebi)
        .Between(nameof(options.ChunksInFlight), options.ChunksInFlight, 1, 64)
        .Between(nameof(options.AtomicRequests), options.AtomicRequests, 1, 64)
        .Between(nameof(options.MaxFaults), options.MaxFaults, 1, 1_000_000)
        .Between(nameof(options.MaxBacklog), options.MaxBacklog, 1_000, 1_000_000_000)
        .Result;
}
