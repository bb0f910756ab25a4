using System.Text;
using System.Text.Json;
using Streaming.Console.DeadLetters;
using Streaming.Pipeline.Events;
using Streaming.Tests.Unit.Events;

namespace Streaming.Tests.Unit.Console.DeadLetters;

public sealed class DryRunTests
{
    private static readonly DateTimeOffset Now = Timestamps.ToDateTimeOffset(Samples.IngestedAt);

    [Fact]
    public void What_breaks_no_rule_is_shown_as_the_tables_would_get_it()
    {
        var run = DryRun.Of(Samples.V14, Now);
        Assert.Empty(run.Violations);
        using var stored = JsonDocument.Parse(run.Stored);
        Assert.Equal("Zoë Øverland", stored.RootElement.GetProperty("full_name").GetString());
        Assert.Equal("0898673781", stored.RootElement.GetProperty("phone").GetString());
    }

    [Theory]
    [InlineData("zoe.overland@example.com", "nowhere", "email.format")]
    [InlineData("\"nat\":\"NO\"", "\"nat\":17", RuleViolation.Type)]
    [InlineData("{\"gender\"", "{gender", RuleViolation.Json)]
    [InlineData("3f8a7c52-9d14-4b6e-8a53-1c2d3e4f5a6b", "x", UserRules.IdUuid)]
    public void What_the_store_the_relay_or_the_processor_would_refuse_is_named(string old, string value, string rule)
    {
        var run = DryRun.Of(Encoding.UTF8.GetBytes(Samples.Text(Samples.V14).Replace(old, value, StringComparison.Ordinal)), Now);
        Assert.Equal(rule, Assert.Single(run.Violations).Rule);
        Assert.True(run.Stored.IsEmpty);
    }
}
