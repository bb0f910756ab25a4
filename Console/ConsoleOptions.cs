using Microsoft.Extensions.Options;
using Streaming.Pipeline.Hosting;

namespace Streaming.Console;

/// <summary>Section <c>Console</c> of the configuration.</summary>
internal sealed class ConsoleOptions
{
    public const string Section = "Console";

    /// <summary>What opens the console; the AppHost makes one and prints it in the console's address.</summary>
    public string Token { get; set; } = "";

    /// <summary>The key of Ingestion's API, with which schedules are changed and dead letters replayed.</summary>
    public string IngestionApiKey { get; set; } = "";

    /// <summary>Where the Aspire dashboard is, for links to traces; empty where there is none.</summary>
    public string DashboardUrl { get; set; } = "";

    /// <summary>How long a page waits for its data before it says that it could not be had.</summary>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

internal sealed class ConsoleOptionsValidator : IValidateOptions<ConsoleOptions>
{
    private const int ShortestToken = 16;

    public ValidateOptionsResult Validate(string? name, ConsoleOptions options) => new OptionChecks(ConsoleOptions.Section)
        .Require(options.Token.Length >= ShortestToken, nameof(options.Token), Length(options.Token), $"must have {ShortestToken} characters or more")
        .Require(options.IngestionApiKey.Length > 0, nameof(options.IngestionApiKey), Length(options.IngestionApiKey), "must be the key of Ingestion's API")
        .Require(options.DashboardUrl.Length == 0 || Uri.IsWellFormedUriString(options.DashboardUrl, UriKind.Absolute),
            nameof(options.DashboardUrl), options.DashboardUrl, "must be an address, or empty")
        .Between(nameof(options.LoadTimeout), options.LoadTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .Result;

    // Secrets are not printed.
    private static string Length(string secret) => $"{secret.Length} characters";
}
