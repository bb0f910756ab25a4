using Streaming.Pipeline.Events;
using Streaming.Pipeline.Schemas;

namespace Streaming.Tests.Integration.Schemas;

/// <summary>What every schema registry has to keep, whatever it is made of.</summary>
public abstract class SchemaRegistryContract : IAsyncLifetime
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;
    private readonly string _subject = $"s-{Guid.NewGuid():N}-value";

    /// <summary>Of a process of its own, with a memory of its own.</summary>
    private ISchemaRegistry Registry { get; set; } = null!;

    /// <summary>The registry that all tests share.</summary>
    protected abstract Task<ISchemaRegistry> ConnectAsync();

    /// <summary>A server of the test's own.</summary>
    protected abstract Task<IStoppableRegistry> LaunchAsync();

    public async Task InitializeAsync()
    {
        Registry = await ConnectAsync();
        await Registry.SetUpAsync(_limit);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [ContractFact]
    public async Task A_schema_keeps_its_id_however_often_and_by_however_many_it_is_registered()
    {
        var spaced = Schema("a").Replace(",", " ,\n");

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Registry.RegisterAsync(_subject, i % 2 == 0 ? Schema("a") : spaced, _limit)));

        var id = Assert.Single(ids.Distinct());
        Assert.Equal(id, await Registry.RegisterAsync(_subject, Schema("a"), _limit));
        Assert.Equal(id, await Registry.FindAsync(_subject, Schema("a"), _limit));
        Assert.Equal(id, await Registry.FindAsync(_subject, spaced, _limit));
    }

    [ContractFact]
    public async Task What_was_never_registered_is_not_found()
    {
        Assert.Null(await Registry.FindAsync(_subject, Schema("a"), _limit));
        await Registry.RegisterAsync(_subject, Schema("a"), _limit);

        Assert.Null(await Registry.FindAsync(_subject, Schema("a", "b"), _limit));
        Assert.Null(await Registry.GetAsync(int.MaxValue, _limit));
        Assert.Null(await Registry.GetAsync(0, _limit));
        Assert.Null(await Registry.GetAsync(-1, _limit));
    }

    [ContractFact]
    public async Task A_compatible_schema_is_the_next_version_and_the_old_one_stays()
    {
        var first = await Registry.RegisterAsync(_subject, Schema("a"), _limit);
        await Registry.CheckAsync(_subject, Schema("a", "b"), _limit);
        var second = await Registry.RegisterAsync(_subject, Schema("a", "b"), _limit);

        Assert.NotEqual(first, second);
        Assert.Equal(Schema("a"), await Registry.GetAsync(first, _limit));
        Assert.Equal(Schema("a", "b"), await Registry.GetAsync(second, _limit));
        Assert.Equal(first, await Registry.RegisterAsync(_subject, Schema("a"), _limit));
        Assert.Equal(second, await Registry.FindAsync(_subject, Schema("a", "b"), _limit));
    }

    [ContractFact]
    public async Task Subjects_and_their_versions_are_listed()
    {
        var other = _subject + "2";
        var first = await Registry.RegisterAsync(other, Schema("a"), _limit);
        var second = await Registry.RegisterAsync(other, Schema("a", "b"), _limit);
        await Registry.RegisterAsync(_subject, Schema("c"), _limit);

        var subjects = await Registry.GetSubjectsAsync(_limit);
        Assert.Equal(subjects.Order(StringComparer.Ordinal), subjects);
        Assert.Empty(new[] { _subject, other }.Except(subjects));
        Assert.Equal([1, 2], await Registry.GetVersionsAsync(other, _limit));
        Assert.Equal(new SchemaVersion(1, first, Schema("a")), await Registry.GetVersionAsync(other, 1, _limit));
        Assert.Equal(new SchemaVersion(2, second, Schema("a", "b")), await Registry.GetVersionAsync(other, 2, _limit));
    }

    [ContractFact]
    public async Task A_subject_or_version_that_does_not_exist_is_absent()
    {
        Assert.Empty(await Registry.GetVersionsAsync(_subject, _limit));
        Assert.Null(await Registry.GetVersionAsync(_subject, 1, _limit));
        await Registry.RegisterAsync(_subject, Schema("a"), _limit);
        Assert.Null(await Registry.GetVersionAsync(_subject, 2, _limit));
        Assert.Null(await Registry.GetVersionAsync(_subject, 0, _limit));
    }

    [ContractFact]
    public async Task An_incompatible_schema_is_refused_with_the_field_and_the_version_and_leaves_nothing()
    {
        await Registry.RegisterAsync(_subject, Schema("a"), _limit);
        await Registry.RegisterAsync(_subject, Schema("a", "b"), _limit);
        var wrong = Schema("a", "b").Replace("string", "integer");

        var refused = await Assert.ThrowsAsync<IncompatibleSchemaException>(() => Registry.RegisterAsync(_subject, wrong, _limit));
        var warned = await Assert.ThrowsAsync<IncompatibleSchemaException>(() => Registry.CheckAsync(_subject, wrong, _limit));

        Assert.StartsWith($"{_subject} is not compatible with its version 2: field 'a': type changed from string to integer; field 'b': ", refused.Message);
        Assert.Equal(refused.Message, warned.Message);
        Assert.Null(await Registry.FindAsync(_subject, wrong, _limit));
    }

    [ContractFact]
    public async Task A_field_that_becomes_required_is_refused()
    {
        await Registry.RegisterAsync(_subject, Schema("a"), _limit);

        var refused = await Assert.ThrowsAsync<IncompatibleSchemaException>(
            () => Registry.RegisterAsync(_subject, Schema("a").Replace("\"required\":[]", "\"required\":[\"a\"]"), _limit));

        Assert.Equal("a", Assert.Single(refused.Found).Field);
    }

    [ContractFact]
    public async Task A_subject_without_versions_takes_any_schema()
    {
        await Registry.CheckAsync(_subject, Schema("a"), _limit);
        Assert.Null(await Registry.FindAsync(_subject, Schema("a"), _limit));
    }

    [ContractFact]
    public async Task Of_schemas_that_exclude_each_other_one_is_registered_when_many_try_at_once()
    {
        await Registry.RegisterAsync(_subject, Schema("first"), _limit);
        var outcomes = await Task.WhenAll(new[] { "string", "integer", "boolean", "null" }.Select(async type =>
        {
            try
            {
                var schema = Schema("first", "x").Replace("\"x\":{\"type\":\"string\"}", $"\"x\":{{\"type\":\"{type}\"}}");
                return await Registry.RegisterAsync(_subject, schema, _limit);
            }
            catch (IncompatibleSchemaException)
            {
                return 0;
            }
        }));

        Assert.Single(outcomes, id => id > 0);
    }

    [ContractFact]
    public async Task Every_topics_schema_can_be_registered_by_setup_that_runs_again()
    {
        for (var run = 0; run < 2; run++)
        {
            foreach (var topic in Topics.All)
            {
                var id = await Registry.RegisterAsync(EventSchemas.SubjectOf(topic), EventSchemas.Of(topic), _limit);
                Assert.Equal(EventSchemas.Of(topic), await Registry.GetAsync(id, _limit));
                Assert.Equal(id, await Registry.FindOwnAsync(topic, _limit));
            }
        }
    }

    [ContractFact]
    public async Task A_killed_server_forgets_nothing_and_what_was_asked_for_is_known_while_it_is_away()
    {
        await using var server = await LaunchAsync();
        var cached = new CachedSchemaRegistry(server.Registry);
        await cached.SetUpAsync(_limit);
        var ids = new List<int>();
        for (var fields = 1; fields <= 5; fields++) ids.Add(await cached.RegisterAsync(_subject, Schema(fields), _limit));
        await cached.GetAsync(ids[0], _limit);

        await server.KillAsync();

        Assert.Equal(ids[4], await cached.FindAsync(_subject, Schema(5), _limit));
        Assert.Equal(Schema(1), await cached.GetAsync(ids[0], _limit));
        await Assert.ThrowsAnyAsync<Exception>(() => cached.GetAsync(ids[1], _limit));
        await Assert.ThrowsAnyAsync<Exception>(() => cached.FindAsync(_subject, Schema("other"), _limit));

        await server.StartAsync();
        for (var fields = 1; fields <= 5; fields++) Assert.Equal(ids[fields - 1], await server.Registry.FindAsync(_subject, Schema(fields), _limit));
        await Assert.ThrowsAsync<IncompatibleSchemaException>(() => cached.RegisterAsync(_subject, Schema(1).Replace("string", "null"), _limit));
    }

    private static string Schema(int fields) => Schema([.. Enumerable.Range(0, fields).Select(field => $"f{field}")]);

    /// <summary>A closed object of optional texts.</summary>
    private static string Schema(params string[] fields)
    {
        var properties = string.Join(',', fields.Select(field => $$"""
            "{{field}}":{"type":"string"}
            """));
        return $$"""
            {"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{{{properties}}},"required":[],"additionalProperties":false}
            """;
    }
}

/// <summary>A registry whose server the test may stop.</summary>
public interface IStoppableRegistry : IAsyncDisposable
{
    ISchemaRegistry Registry { get; }

    Task KillAsync();

    Task StartAsync();
}
