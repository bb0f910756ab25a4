using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.Cassandra;

/// <summary>
/// Asks a node for its version, in version 4 of CQL's native protocol: https://cassandra.apache.org/doc/latest/cassandra/reference/native-protocol.html.
/// </summary>
internal static class CassandraProbe
{
    private const int HeaderLength = 9;
    private const int LargestAnswer = 64 * 1024;
    private const byte Startup = 0x01;
    private const byte Ready = 0x02;
    private const byte Query = 0x07;
    private const byte Result = 0x08;

    // A map of one entry; a long text, the consistency ONE, no flags.
    private static readonly byte[] StartupBody = [0, 1, .. Text("CQL_VERSION"), .. Text("3.0.0")];
    private static readonly byte[] QueryBody = [0, 0, .. Text("SELECT release_version FROM system.local"), 0, 1, 0];

    /// <exception cref="InvalidDataException">It does not answer as it should.</exception>
    public static async Task RunAsync(int port, CancellationToken cancellationToken)
    {
        await using var stream = await LoopbackClient.ConnectAsync(port, cancellationToken);
        await ExpectAsync(stream, Request(Startup, StartupBody), Ready, cancellationToken);
        await ExpectAsync(stream, Request(Query, QueryBody), Result, cancellationToken);
    }

    /// <summary>A frame: version, flags, stream, operation, length, body.</summary>
    public static byte[] Request(byte operation, byte[] body)
    {
        var frame = new byte[HeaderLength + body.Length];
        frame[0] = 4;
        frame[4] = operation;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), body.Length);
        body.CopyTo(frame, HeaderLength);
        return frame;
    }

    private static async Task ExpectAsync(NetworkStream stream, byte[] request, byte operation, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(request, cancellationToken);
        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header, cancellationToken);
        var body = new byte[Math.Clamp(BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), 0, LargestAnswer)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        if (header[4] != operation)
            throw new InvalidDataException($"Cassandra answers with operation {header[4]}, not {operation}.");
    }

    // Its length in two bytes; a long one's in four, of which the first two are 0 here.
    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
