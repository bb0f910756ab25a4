using System.Net;
using System.Net.Sockets;
using System.Text;
using Streaming.AppHost.Servers.Cassandra;
using Streaming.AppHost.Servers.Kafka;
using Streaming.AppHost.Servers.ZooKeeper;

namespace Streaming.Tests.Unit.AppHost;

public sealed class ServerProbeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Correlation 1; one broker, 0 on 127.0.0.1:9092 without a rack; then the controller.</summary>
    private static readonly byte[] OneBroker =
    [
        0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 9, .. "127.0.0.1"u8, 0, 0, 0x23, 0x84, 0xff, 0xff,
    ];

    [Fact]
    public void A_broker_serves_once_it_knows_a_controller()
    {
        Assert.True(KafkaProbe.IsServing([.. OneBroker, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.False(KafkaProbe.IsServing([.. OneBroker, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]));
        Assert.False(KafkaProbe.IsServing([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void A_brokers_answer_that_is_cut_off_is_none()
    {
        for (var length = 0; length < OneBroker.Length; length++)
            Assert.Throws<InvalidDataException>(() => KafkaProbe.IsServing(OneBroker.AsSpan(0, length)));
    }

    [Fact]
    public async Task A_broker_that_accepts_but_does_not_answer_is_not_healthy()
    {
        using var mute = Listen();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => KafkaProbe.RunAsync(PortOf(mute), patience.Token)).WaitAsync(Limit);
    }

    [Fact]
    public void Sessions_that_hold_a_node_are_read_out_of_ZooKeepers_dump()
    {
        const string Dump = "SessionTracker dump:\nSession Sets (1)/(1):\nephemeral nodes dump:\nSessions with Ephemerals (1):\n"
            + "0x1000a:\n\t/controller\n\t/brokers/ids/0\nConnections dump:\n";

        Assert.True(ZooKeeperCommands.Holds(Dump, "/brokers/ids/0"));
        Assert.False(ZooKeeperCommands.Holds(Dump, "/brokers/ids"));
    }

    [Fact]
    public async Task A_ZooKeeper_that_says_it_does_not_serve_is_not_healthy()
    {
        using var server = Listen();
        var answered = AnswerAsync(server, "This ZooKeeper instance is not currently serving requests\n"u8.ToArray());

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => ZooKeeperCommands.ProbeAsync(PortOf(server), CancellationToken.None)).WaitAsync(Limit);

        Assert.Contains("not currently serving", fault.Message, StringComparison.Ordinal);
        Assert.Equal("srvr", Encoding.ASCII.GetString(await answered.WaitAsync(Limit)));
    }

    [Fact]
    public async Task A_node_that_answers_with_an_error_is_not_healthy()
    {
        using var server = Listen();
        var answered = AnswerAsync(server, [0x84, 0, 0, 0, 0, 0, 0, 0, 0]);

        await Assert.ThrowsAsync<InvalidDataException>(() => CassandraProbe.RunAsync(PortOf(server), CancellationToken.None)).WaitAsync(Limit);

        Assert.Equal([4, 0, 0, 0, 1, 0, 0, 0, 22, 0, 1, 0, 11, .. "CQL_VERSION"u8, 0, 5, .. "3.0.0"u8], await answered.WaitAsync(Limit));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Answers one client, and returns what it asked.</summary>
    private static async Task<byte[]> AnswerAsync(TcpListener listener, byte[] answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var asked = new byte[256];
        var length = await client.GetStream().ReadAsync(asked);
        await client.GetStream().WriteAsync(answer);
        return asked[..length];
    }
}
