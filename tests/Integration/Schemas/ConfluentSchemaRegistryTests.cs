using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Streaming.Pipeline.Schemas;

namespace Streaming.Tests.Integration.Schemas;

/// <summary>The REST API as Apicurio serves it, through the client that a service has.</summary>
[SkipReason(nameof(SkipReason))]
public sealed class ConfluentSchemaRegistryTests : SchemaRegistryContract
{
    public static string? SkipReason => ServerHomes.SkipReason(ServerHomes.Apicurio);

    protected override async Task<ISchemaRegistry> ConnectAsync() => Connect(await RegistryServer.SharedAsync());

    protected override async Task<IStoppableRegistry> LaunchAsync() => new Stoppable(await RegistryServer.LaunchAsync());

    [ServersFact(ServerHomes.Apicurio)]
    public async Task A_registry_that_hangs_is_given_up_in_time_and_heals()
    {
        await using var server = await RegistryServer.LaunchAsync();
        var registry = Connect(server);
        Assert.Null(await registry.GetAsync(41, default));
        server.Stop();
        var asked = Stopwatch.GetTimestamp();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => registry.GetAsync(42, default));

        Assert.Contains(server.Address, error.Message);
        Assert.InRange(Stopwatch.GetElapsedTime(asked).TotalSeconds, 1, 12);
        server.Continue();
        await Wait.UntilAsync(() => AnswersAsync(registry), "the registry answers again");
    }

    private static ISchemaRegistry Connect(RegistryServer server)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration["ConnectionStrings:registry"] = server.Address;
        builder.AddSchemaRegistry(client => client.AddLookupResilience());
        return builder.Build().Services.GetRequiredService<ISchemaRegistry>();
    }

    private static async Task<bool> AnswersAsync(ISchemaRegistry registry)
    {
        try
        {
            return await registry.GetAsync(42, default) is null;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private sealed class Stoppable(RegistryServer server) : IStoppableRegistry
    {
        public ISchemaRegistry Registry { get; } = Connect(server);

        public Task KillAsync() => server.KillAsync();

        public Task StartAsync() => server.StartAsync();

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
