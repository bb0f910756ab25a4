using Microsoft.Extensions.Options;
using Streaming.Ingestion.Push;
using Streaming.Ingestion.Scheduling;
using Streaming.Pipeline.Hosting;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Sources;

/// <summary>
/// The pull from an API that answers as randomuser.me does; section <c>Ingestion:Pull</c>. Name, interval, sizes and attempts make the first schedule:
/// once that is there, it is changed by the API.
/// </summary>
internal sealed class PullOptions
{
    public const string Section = "Ingestion:Pull";

    /// <summary>The API's address, as <c>https://randomuser.me/api/</c>, for all schedules that give no other. Empty: these wait.</summary>
    public string Source { get; set; } = "";

    /// <summary>The schedule's name, which is also what the source is called in raw_users, in run ids and in seeds.</summary>
    public string Name { get; set; } = "randomuser";

    /// <summary>A run starts at each multiple of this, and once at the start.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    public int PageSize { get; set; } = 500;

    /// <summary>At most a page, or whole pages: with another size in between, the API would answer other users for the same seed.</summary>
    public int UsersPerRun { get; set; } = 500;

    /// <summary>Attempts in a row that asked the source and stored no page, after which a run has failed.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>For one page, from the request to its last byte.</summary>
    public TimeSpan PageTimeout { get; set; } = TimeSpan.FromMinutes(3);

    public int MaxEventBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>A page with more bytes is no page.</summary>
    public int MaxPageBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The schedule to begin with, where there is a source.</summary>
    public IEnumerable<ScheduleSpec> Seed()
    {
        if (Source.Length == 0) yield break;
        yield return new ScheduleSpec(
            Name, IntervalSeconds: (int)Interval.TotalSeconds, MaxAttempts: MaxAttempts, UsersPerRun: UsersPerRun, PageSize: PageSize);
    }
}

internal sealed class PullOptionsValidator : IValidateOptions<PullOptions>
{
    public ValidateOptionsResult Validate(string? name, PullOptions options) => new OptionChecks(PullOptions.Section)
        .Require(
            options.Source.Length == 0 || ScheduleRules.IsHttp(options.Source),
            nameof(options.Source), options.Source, "must be an http or https address, or empty")
        .Require(RequestName.IsWellFormed(options.Name), nameof(options.Name), options.Name, RequestName.Rule)
        .Between(nameof(options.Interval), options.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Require(
            options.Interval < TimeSpan.FromSeconds(1) || options.Interval.Ticks % TimeSpan.TicksPerSecond == 0,
            nameof(options.Interval), options.Interval, "must have whole seconds")
        .Between(nameof(options.PageSize), options.PageSize, 1, ScheduleRules.LargestPage)
        .Between(nameof(options.UsersPerRun), options.UsersPerRun, 1, ScheduleRules.MostUsers)
        .Require(
            options.UsersPerRun <= options.PageSize || options.UsersPerRun % options.PageSize == 0,
            nameof(options.UsersPerRun), options.UsersPerRun, $"must be at most {nameof(options.PageSize)} ({options.PageSize}) or a multiple of it")
        .Between(nameof(options.MaxAttempts), options.MaxAttempts, 1, 100)
        .Between(nameof(options.PageTimeout), options.PageTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .Between(nameof(options.MaxEventBytes), options.MaxEventBytes, 1_024, 64 * 1024 * 1024)
        .Between(nameof(options.MaxPageBytes), options.MaxPageBytes, 1_024, 1024 * 1024 * 1024)
        .Result;
}
