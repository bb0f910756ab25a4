using System.Net;
using Cassandra;

namespace Streaming.Tests.Unit.CassandraDriver;

public sealed class FrameTests
{
    private static readonly IPEndPoint Host = new(IPAddress.Loopback, 9042);

    [Fact]
    public void A_frame_has_its_version_stream_operation_and_length()
    {
        var buffer = new WriteBuffer(capacity: 1);
        var start = buffer.BeginFrame(0x0102, Opcode.Query);
        buffer.WriteLongString("é");
        buffer.EndFrame(start);
        Assert.Equal([4, 0, 1, 2, 7, 0, 0, 0, 6, 0, 0, 0, 2, 0xC3, 0xA9], buffer.Written.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(70_000)]
    [InlineData(int.MaxValue)]
    public async Task Frames_are_found_however_the_stream_is_cut(int pieces)
    {
        int[] lengths = [0, 1, 65_530, 3, 200_000, 0];
        var receiver = new FrameReceiver(new PiecewiseStream(Frames(lengths), pieces));
        var found = new List<(int Stream, int Length, bool Filled)>();
        while (await receiver.FillAsync(CancellationToken.None))
        {
            while (receiver.TryTake(out var stream, out var frame)) found.Add((stream, frame.Body.Length, frame.Body.IndexOfAnyExcept((byte)stream) < 0));
        }

        Assert.Equal(lengths.Select((length, i) => (i + 1, length, true)), found);
    }

    [Theory]
    [InlineData(0x85, 0)]
    [InlineData(0x84, -1)]
    [InlineData(0x84, 300 * 1024 * 1024)]
    public async Task A_frame_of_another_version_or_of_an_impossible_length_is_refused(byte version, int length)
    {
        var header = new byte[] { version, 0, 0, 0, 8, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length };
        var receiver = new FrameReceiver(new MemoryStream(header));
        await receiver.FillAsync(CancellationToken.None);
        Assert.Throws<DriverInternalError>(() => receiver.TryTake(out _, out _));
    }

    [Fact]
    public void Warnings_and_a_trace_come_before_the_message()
    {
        var buffer = new WriteBuffer();
        buffer.Reserve(16);
        buffer.WriteShort(1);
        buffer.WriteString("Batch too large");
        buffer.WriteInt(1);
        var frame = Frame.Parse(0x0A, Opcode.Result, buffer.Written.Span);
        Assert.Equal(["Batch too large"], frame.Warnings!);
        Assert.Equal([0, 0, 0, 1], frame.Body.ToArray());
    }

    [Theory]
    [InlineData(0x0000, typeof(ServerErrorException))]
    [InlineData(0x000A, typeof(ProtocolErrorException))]
    [InlineData(0x0100, typeof(AuthenticationException))]
    [InlineData(0x1001, typeof(OverloadedException))]
    [InlineData(0x1002, typeof(IsBootstrappingException))]
    [InlineData(0x1003, typeof(TruncateException))]
    [InlineData(0x1400, typeof(FunctionFailureException))]
    [InlineData(0x2000, typeof(SyntaxError))]
    [InlineData(0x2100, typeof(UnauthorizedException))]
    [InlineData(0x2200, typeof(InvalidQueryException))]
    [InlineData(0x2300, typeof(InvalidConfigurationInQueryException))]
    [InlineData(0x7777, typeof(ProtocolErrorException))]
    public void An_error_code_has_its_exception(int code, Type type) => Assert.IsType(type, Error(code, _ => { }));

    [Fact]
    public void A_write_timeout_says_who_acknowledged()
    {
        var error = Assert.IsType<WriteTimeoutException>(Error(0x1100, buffer =>
        {
            buffer.WriteShort((int)ConsistencyLevel.Quorum);
            buffer.WriteInt(1);
            buffer.WriteInt(2);
            buffer.WriteString("BATCH");
        }));
        Assert.Equal(
            (ConsistencyLevel.Quorum, 1, 2, "BATCH"),
            (error.ConsistencyLevel, error.ReceivedAcknowledgements, error.RequiredAcknowledgements, error.WriteType));
    }

    [Fact]
    public void A_body_that_ends_too_soon_is_an_error_of_the_driver() =>
        Assert.Throws<DriverInternalError>(() => Error(0x2400, buffer => buffer.WriteShort(9)));

    private static DriverException Error(int code, Action<WriteBuffer> details)
    {
        var buffer = new WriteBuffer();
        buffer.WriteInt(code);
        buffer.WriteString("why");
        details(buffer);
        return ErrorReader.Read(buffer.Written.Span, Host);
    }

    private static byte[] Frames(int[] lengths)
    {
        var buffer = new WriteBuffer();
        foreach (var (i, length) in lengths.Index())
        {
            var start = buffer.BeginFrame(i + 1, Opcode.Result);
            buffer.Reserve(length).Fill((byte)(i + 1));
            buffer.EndFrame(start);
        }

        var bytes = buffer.Written.ToArray();
        for (int at = 0, i = 0; i < lengths.Length; at += WriteBuffer.HeaderLength + lengths[i++]) bytes[at] = 0x84;
        return bytes;
    }

    /// <summary>Gives at most so many bytes at a time.</summary>
    private sealed class PiecewiseStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
    }
}
