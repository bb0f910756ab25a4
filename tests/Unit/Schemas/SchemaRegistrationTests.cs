using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Schemas;
using Streaming.Pipeline.Schemas.Compatibility;

namespace Streaming.Tests.Unit.Schemas;

/// <summary>What a service does with the registry when it starts, and what it keeps of it.</summary>
public sealed class SchemaRegistrationTests
{
    private static readonly IncompatibleSchemaException Incompatible =
        new("users_created-value", new SchemaVersion(3, 30, "{}"), [new Incompatibility("post_code", "type changed from string to integer")]);

    private readonly ScriptedRegistry _registry = new();

    [Fact]
    public async Task A_service_whose_schema_does_not_fit_does_not_start_and_names_the_field()
    {
        _registry.Verdict = Incompatible;

        var error = await Assert.ThrowsAsync<IncompatibleSchemaException>(StartAsync);

        Assert.StartsWith(
            "users_created-value is not compatible with its version 3: field 'post_code': type changed from string to integer.", error.Message);
    }

    [Fact]
    public async Task A_schema_that_is_registered_passes_whatever_came_after_it()
    {
        (_registry.Registered, _registry.Verdict) = (1, Incompatible);
        await StartAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registry_that_is_away_or_not_set_up_yet_does_not_stop_the_start(bool isAway)
    {
        _registry.IsAway = isAway;
        await StartAsync();
        Assert.NotEmpty(_registry.Asked);
    }

    [Fact]
    public async Task What_was_found_is_known_while_the_registry_is_away_and_what_was_not_is_asked_for_again()
    {
        var cached = new CachedSchemaRegistry(_registry);
        Assert.Null(await cached.FindAsync("s", "{}", default));
        (_registry.Registered, _registry.Appears[7]) = (7, 1);
        Assert.Equal(7, await cached.FindAsync("s", "{}", default));
        Assert.Null(await cached.GetAsync(7, default));
        Assert.Equal("{}", await cached.GetAsync(7, default));

        _registry.IsAway = true;

        Assert.Equal(7, await cached.FindAsync("s", "{}", default));
        Assert.Equal("{}", await cached.GetAsync(7, default));
        await Assert.ThrowsAsync<HttpRequestException>(() => cached.GetAsync(8, default));
    }

    private async Task StartAsync()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddSchemaRegistry(_ => { }, Topics.UsersCreated);
        builder.Services.Replace(ServiceDescriptor.Singleton<ISchemaRegistry>(_registry));
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }
}
