namespace Streaming.Tests.Integration.Log;

[SkipReason(nameof(SkipReason))]
public sealed class KafkaLogTests : LogContract
{
    private static readonly Lazy<Task<(KafkaServer Server, KafkaProxy Proxy)>> Shared = new(async () =>
    {
        var server = await KafkaServer.SharedAsync();
        return (server, new KafkaProxy(server));
    });

    private KafkaServer? _server;
    private KafkaProxy? _proxy;

    public static string? SkipReason => ServerHomes.SkipReason(ServerHomes.Kafka);

    protected override bool IsContiguous => false;

    protected override async Task PrepareAsync() => (_server, _proxy) = await Shared.Value;

    protected override LogProcess StartProcess() => new KafkaProcess($"127.0.0.1:{_server!.ProxyPort}", _proxy);
}
