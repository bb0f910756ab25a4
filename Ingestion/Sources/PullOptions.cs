using Microsoft.Extensions.Options;
using Streaming.Ingestion.Push;
using Streaming.Pipeline.Hosting;

namespace Streaming.Ingestion.Sources;

/// <summary>The pull from an API that answers as randomuser.me does; section <c>Ingestion:Pull</c>.</summary>
internal sealed class PullOptions
{
    public const string Section = "Ingestion:Pull";

    /// <summary>The API's address, as <c>https://randomuser.me/api/</c>. Empty: nothing is pulled.</summary>
    public string Source { get; set; } = "";

    /// <summary>What the source is called in raw_users, in run ids and in seeds.</summary>
    public string Name { get; set; } = "randomuser";

    /// <summary>A run starts at each multiple of this, and once at the start.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    public int PageSize { get; set; } = 500;

    /// <summary>At most a page, or whole pages: with another size in between, the API would answer other users for the same seed.</summary>
    public int UsersPerRun { get; set; } = 500;

    /// <summary>Tries for one page, each with the HTTP client's own retries, before the run is given up.</summary>
    public int PageAttempts { get; set; } = 5;

    /// <summary>For one page, from the request to its last byte.</summary>
    public TimeSpan PageTimeout { get; set; } = TimeSpan.FromMinutes(3);

    public int MaxEventBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>A page with more bytes is no page.</summary>
    public int MaxPageBytes { get; set; } = 64 * 1024 * 1024;
}

internal sealed class PullOptionsValidator : IValidateOptions<PullOptions>
{
    private const int LargestPage = 5_000;

    public ValidateOptionsResult Validate(string? name, PullOptions options) => new OptionChecks(PullOptions.Section)
        .Require(options.Source.Length == 0 || IsHttp(options.Source), nameof(options.Source), options.Source, "must be an http or https address, or empty")
        .Require(RequestName.IsWellFormed(options.Name), nameof(options.Name), options.Name, RequestName.Rule)
        .Between(nameof(options.Interval), options.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Between(nameof(options.PageSize), options.PageSize, 1, LargestPage)
        .Between(nameof(options.UsersPerRun), options.UsersPerRun, 1, 10_000_000)
        .Require(
            options.UsersPerRun <= options.PageSize || options.UsersPerRun % options.PageSize == 0,
            nameof(options.UsersPerRun), options.UsersPerRun, $"must be at most {nameof(options.PageSize)} ({options.PageSize}) or a multiple of it")
        .Between(nameof(options.PageAttempts), options.PageAttempts, 1, 100)
        .Between(nameof(options.PageTimeout), options.PageTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .Between(nameof(options.MaxEventBytes), options.MaxEventBytes, 1_024, 64 * 1024 * 1024)
        .Between(nameof(options.MaxPageBytes), options.MaxPageBytes, 1_024, 1024 * 1024 * 1024)
        .Result;

    private static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
