using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Streaming.Ingestion.Push;
using Streaming.Ingestion.RawStore;
using Streaming.Ingestion.Relay;
using Streaming.Ingestion.Runs;
using Streaming.Ingestion.Scheduling;
using Streaming.Ingestion.Sources;

namespace Streaming.Tests.Unit.Ingestion;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_valid_once_there_is_a_key()
    {
        Assert.True(Validate<PushOptions>(new PushOptionsValidator(), ("ApiKey", "0123456789abcdef")).Succeeded);
        Assert.True(Validate<PullOptions>(new PullOptionsValidator()).Succeeded);
        Assert.True(Validate<RunOptions>(new RunOptionsValidator()).Succeeded);
        Assert.True(Validate<SeedOptions>(new SeedOptionsValidator(TimeProvider.System)).Succeeded);
        Assert.True(Validate<RawStoreOptions>(new RawStoreOptionsValidator()).Succeeded);
        Assert.True(Validate<RelayOptions>(new RelayOptionsValidator()).Succeeded);
    }

    [Theory]
    [InlineData("ApiKey", "")]
    [InlineData("ApiKey", "short")]
    [InlineData("MaxBodyBytes", "0")]
    [InlineData("MaxEventBytes", "-1")]
    [InlineData("ChunkEvents", "0")]
    [InlineData("ChunkBytes", "1")]
    [InlineData("ChunksInFlight", "0")]
    [InlineData("AtomicRequests", "0")]
    [InlineData("MaxFaults", "0")]
    [InlineData("MaxBacklog", "5")]
    public void A_bad_push_option_is_named(string key, string value) => AssertNamed<PushOptions>(new PushOptionsValidator(), "Ingestion:Push", key, value);

    [Theory]
    [InlineData("Source", "randomuser.me")]
    [InlineData("Source", "ftp://randomuser.me")]
    [InlineData("Name", "")]
    [InlineData("Name", "a b")]
    [InlineData("Interval", "00:00:00.5")]
    [InlineData("PageSize", "5001")]
    [InlineData("UsersPerRun", "0")]
    [InlineData("UsersPerRun", "750")]
    [InlineData("Interval", "00:00:01.5")]
    [InlineData("MaxAttempts", "0")]
    [InlineData("PageTimeout", "00:00:00")]
    [InlineData("MaxEventBytes", "0")]
    [InlineData("MaxPageBytes", "0")]
    public void A_bad_pull_option_is_named(string key, string value) => AssertNamed<PullOptions>(new PullOptionsValidator(), "Ingestion:Pull", key, value);

    [Theory]
    [InlineData("Concurrency", "0")]
    [InlineData("Lease", "00:00:01")]
    [InlineData("Turn", "00:00:10")]
    [InlineData("Kept", "1")]
    public void A_bad_option_of_runs_is_named(string key, string value) => AssertNamed<RunOptions>(new RunOptionsValidator(), "Ingestion:Runs", key, value);

    [Fact]
    public void A_bad_schedule_of_the_configuration_is_named_with_its_place_and_field()
    {
        var failures = Validate<SeedOptions>(
            new SeedOptionsValidator(TimeProvider.System),
            ("Schedules:0:Name", "good"), ("Schedules:0:Cron", "30 4 * * 1"), ("Schedules:0:TimeZone", "Europe/Berlin"), ("Schedules:0:CatchUp", "All"),
            ("Schedules:1:Name", "bad"), ("Schedules:1:IntervalSeconds", "0")).Failures!;
        Assert.StartsWith("Ingestion:Schedules:1: interval_seconds is '0'; it must lie between 1 and ", Assert.Single(failures));
    }

    [Theory]
    [InlineData("TransactionEvents", "0")]
    [InlineData("TransactionBytes", "0")]
    [InlineData("QueueBatches", "0")]
    [InlineData("QueueBytes", "10")]
    [InlineData("SubmitTimeout", "00:00:00")]
    [InlineData("TransactionTimeout", "1.00:00:00")]
    public void A_bad_raw_store_option_is_named(string key, string value) =>
        AssertNamed<RawStoreOptions>(new RawStoreOptionsValidator(), "Ingestion:RawStore", key, value);

    [Theory]
    [InlineData("Slot", "Relay")]
    [InlineData("Slot", "")]
    [InlineData("BatchRows", "0")]
    [InlineData("BatchBytes", "0")]
    [InlineData("Linger", "00:01:00")]
    [InlineData("AppendTimeout", "00:00:00")]
    [InlineData("RetentionInterval", "00:00:00")]
    public void A_bad_relay_option_is_named(string key, string value) => AssertNamed<RelayOptions>(new RelayOptionsValidator(), "Ingestion:Relay", key, value);

    [Fact]
    public void All_errors_come_at_once() =>
        Assert.Equal(
            3,
            Validate<RelayOptions>(new RelayOptionsValidator(), ("BatchRows", "0"), ("BatchBytes", "0"), ("Linger", "-00:00:01")).Failures!.Count());

    private static void AssertNamed<TOptions>(IValidateOptions<TOptions> validator, string section, string key, string value)
        where TOptions : class, new()
    {
        var all = new[] { ("ApiKey", "0123456789abcdef"), (key, value) };
        var failure = Assert.Single(Validate(validator, all).Failures ?? []);
        Assert.StartsWith($"{section}:{key} is '", failure);
        if (key != "ApiKey") Assert.Contains(value, failure);
    }

    private static ValidateOptionsResult Validate<TOptions>(IValidateOptions<TOptions> validator, params (string Key, string Value)[] settings)
        where TOptions : class, new()
    {
        var values = settings.GroupBy(setting => setting.Key).Select(group => KeyValuePair.Create(group.Key, (string?)group.Last().Value));
        var options = new ConfigurationBuilder().AddInMemoryCollection(values).Build().Get<TOptions>() ?? new TOptions();
        return validator.Validate(null, options);
    }
}
