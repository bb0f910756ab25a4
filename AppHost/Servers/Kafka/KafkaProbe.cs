using System.Buffers.Binary;
using Streaming.AppHost.Servers.Processes;

namespace Streaming.AppHost.Servers.Kafka;

/// <summary>Asks a broker for the cluster's metadata, in Kafka's protocol: https://kafka.apache.org/protocol#The_Messages_Metadata.</summary>
internal static class KafkaProbe
{
    private const int CorrelationId = 1;
    private const int LargestAnswer = 64 * 1024;

    /// <summary>Metadata version 1 of no topics, by a client without a name: size, API, version, correlation id, client id, number of topics.</summary>
    private static readonly byte[] Request = [0, 0, 0, 14, 0, 3, 0, 1, 0, 0, 0, CorrelationId, 0xff, 0xff, 0, 0, 0, 0];

    /// <exception cref="InvalidDataException">It does not know a broker and a controller.</exception>
    public static async Task RunAsync(int port, CancellationToken cancellationToken)
    {
        await using var stream = await LoopbackClient.ConnectAsync(port, cancellationToken);
        await stream.WriteAsync(Request, cancellationToken);
        var size = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(size, cancellationToken);
        var answer = new byte[Math.Clamp(BinaryPrimitives.ReadInt32BigEndian(size), 0, LargestAnswer)];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        if (!IsServing(answer))
            throw new InvalidDataException("The broker answers, but knows no controller yet.");
    }

    /// <summary>Whether the answer, without its size, names a broker and the controller.</summary>
    public static bool IsServing(ReadOnlySpan<byte> answer)
    {
        if (ReadInt32(ref answer) != CorrelationId)
            return false;

        var brokers = ReadInt32(ref answer);
        for (var i = 0; i < brokers; i++)
        {
            _ = ReadInt32(ref answer);
            SkipText(ref answer);
            _ = ReadInt32(ref answer);
            SkipText(ref answer);
        }

        return brokers > 0 && ReadInt32(ref answer) >= 0;
    }

    private static int ReadInt32(ref ReadOnlySpan<byte> answer)
    {
        if (answer.Length < sizeof(int))
            throw new InvalidDataException("The broker's answer ends too early.");
        var value = BinaryPrimitives.ReadInt32BigEndian(answer);
        answer = answer[sizeof(int)..];
        return value;
    }

    // Its length in two bytes, -1 for none.
    private static void SkipText(ref ReadOnlySpan<byte> answer)
    {
        var length = answer.Length < sizeof(short) ? short.MaxValue : Math.Max((short)0, BinaryPrimitives.ReadInt16BigEndian(answer));
        if (answer.Length < sizeof(short) + length)
            throw new InvalidDataException("The broker's answer ends too early.");
        answer = answer[(sizeof(short) + length)..];
    }
}
