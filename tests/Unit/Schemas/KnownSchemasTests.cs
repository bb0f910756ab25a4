using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Pipeline.Schemas;
using Streaming.Tests.Unit.ServiceDefaults;
using Streaming.Tests.Unit.StreamProcessor;

namespace Streaming.Tests.Unit.Schemas;

public sealed class KnownSchemasTests
{
    private readonly ScriptedRegistry _registry = new();
    private readonly SkippedTime _time = new();
    private readonly KnownSchemas _schemas;

    public KnownSchemasTests() => _schemas = new KnownSchemas(_registry, _time, NullLogger.Instance);

    [Fact]
    public async Task A_new_id_is_asked_for_once_and_then_known_while_the_registry_is_away()
    {
        _registry.Appears[7] = 0;
        await LearnAsync(7, 7);
        _registry.IsAway = true;
        await LearnAsync(7);

        Assert.Equal([7], _schemas.Ids);
        Assert.Equal([7], _registry.Asked);
    }

    [Fact]
    public async Task An_id_that_is_registered_a_moment_later_is_waited_for()
    {
        _registry.Appears[7] = 3;
        await LearnAsync(7);

        Assert.Equal([7], _schemas.Ids);
        Assert.Equal([7, 7, 7, 7], _registry.Asked);
        Assert.Equal(3, _time.Skipped.Count);
        Assert.All(_time.Skipped.Zip(_time.Skipped.Skip(1)), pair => Assert.True(pair.Second > pair.First, "The waits grow."));
    }

    [Fact]
    public async Task An_id_that_stays_unknown_is_given_up_and_not_asked_for_again_with_every_record()
    {
        await LearnAsync(9);
        await LearnAsync(9);

        Assert.Empty(_schemas.Ids);
        Assert.Equal([9, 9, 9, 9, 9], _registry.Asked);
        Assert.InRange(_time.Skipped.Sum(wait => wait.TotalSeconds), 2, 4);
    }

    [Fact]
    public async Task Random_bytes_are_asked_for_once_each_and_not_waited_for()
    {
        await LearnAsync([.. Enumerable.Range(100, 50)]);

        Assert.Equal(Enumerable.Range(100, 50), _registry.Asked.Order());
        Assert.Empty(_time.Skipped);
    }

    [Fact]
    public async Task A_registry_that_is_away_says_nothing_about_an_id()
    {
        _registry.IsAway = true;
        await Assert.ThrowsAsync<HttpRequestException>(() => LearnAsync(7));
        (_registry.IsAway, _registry.Appears[7]) = (false, 0);
        await LearnAsync(7);

        Assert.Equal([7], _schemas.Ids);
    }

    [Fact]
    public async Task A_value_without_an_id_asks_nothing()
    {
        using var batch = TopologyDriver.Batch([[], [1, 2, 3, 4, 5], [0, 0, 0]]);
        await _schemas.LearnAsync(batch, default);
        Assert.Empty(_registry.Asked);
    }

    private async Task LearnAsync(params int[] ids)
    {
        using var batch = TopologyDriver.Batch([.. ids.Select(id => TopologyDriver.Wire("{}", id))]);
        await _schemas.LearnAsync(batch, default);
    }
}
