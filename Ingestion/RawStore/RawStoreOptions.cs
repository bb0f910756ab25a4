using Microsoft.Extensions.Options;
using Streaming.Pipeline.Hosting;

namespace Streaming.Ingestion.RawStore;

/// <summary>How raw events are written; section <c>Ingestion:RawStore</c>.</summary>
internal sealed class RawStoreOptions
{
    public const string Section = "Ingestion:RawStore";

    /// <summary>The most events that waiting batches are joined to for one transaction. A single larger batch stays whole.</summary>
    public int TransactionEvents { get; set; } = 2_000;

    /// <summary>As <see cref="TransactionEvents"/>, in bytes.</summary>
    public int TransactionBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Batches that may wait for the writer.</summary>
    public int QueueBatches { get; set; } = 512;

    /// <summary>Bytes that may wait for the writer or be written by it.</summary>
    public int QueueBytes { get; set; } = 24 * 1024 * 1024;

    /// <summary>How long a batch waits, queue and transaction together, before its sender is told to try again.</summary>
    public TimeSpan SubmitTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one transaction may take.</summary>
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

internal sealed class RawStoreOptionsValidator : IValidateOptions<RawStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, RawStoreOptions options) => new OptionChecks(RawStoreOptions.Section)
        .Between(nameof(options.TransactionEvents), options.TransactionEvents, 1, 100_000)
        .Between(nameof(options.TransactionBytes), options.TransactionBytes, 1_024, 256 * 1024 * 1024)
        .Between(nameof(options.QueueBatches), options.QueueBatches, 1, 100_000)
        .Between(nameof(options.QueueBytes), options.QueueBytes, 4 * 1024 * 1024, 1024 * 1024 * 1024)
        .Between(nameof(options.SubmitTimeout), options.SubmitTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5))
        .Between(nameof(options.TransactionTimeout), options.TransactionTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
        .Result;
}
