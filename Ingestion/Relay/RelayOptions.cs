using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Streaming.Pipeline.Hosting;

namespace Streaming.Ingestion.Relay;

/// <summary>The way from raw_users to the log; section <c>Ingestion:Relay</c>.</summary>
internal sealed class RelayOptions
{
    public const string Section = "Ingestion:Relay";

    /// <summary>The replication slot. A server has each name once, over all its databases.</summary>
    public string Slot { get; set; } = "relay";

    /// <summary>The most raw rows of one append.</summary>
    public int BatchRows { get; set; } = 5_000;

    /// <summary>As <see cref="BatchRows"/>, in bytes of what is appended.</summary>
    public int BatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long a batch that is not full waits for more rows once none are waiting.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How long one append may take before it is given up and begun again.</summary>
    public TimeSpan AppendTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the log drops what is past its retention.</summary>
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromHours(1);
}

internal sealed partial class RelayOptionsValidator : IValidateOptions<RelayOptions>
{
    [GeneratedRegex("^[a-z0-9_]{1,63}$")]
    private static partial Regex SlotName { get; }

    public ValidateOptionsResult Validate(string? name, RelayOptions options) => new OptionChecks(RelayOptions.Section)
        .Require(SlotName.IsMatch(options.Slot), nameof(options.Slot), options.Slot, "must have 1 to 63 lower-case letters, digits and underscores")
        .Between(nameof(options.BatchRows), options.BatchRows, 1, 1_000_000)
        .Between(nameof(options.BatchBytes), options.BatchBytes, 1_024, 256 * 1024 * 1024)
        .Between(nameof(options.Linger), options.Linger, TimeSpan.Zero, TimeSpan.FromSeconds(1))
        .Between(nameof(options.AppendTimeout), options.AppendTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
        .Between(nameof(options.RetentionInterval), options.RetentionInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Result;
}
