using Microsoft.Spark.Connect;

namespace Streaming.Tests.Unit.MicrosoftSpark;

public sealed class FrameTests
{
    private static readonly ConfigSet Message = new() { Pairs = { new KeyValue { Key = "k", Value = "v" } } };

    [Fact]
    public async Task What_is_written_is_read_again_message_by_message()
    {
        var frame = GrpcFrame.Write(Message);
        Assert.Equal([0, 0, 0, 0, (byte)(frame.Length - 5)], frame[..5]);
        using var stream = new MemoryStream([.. frame, .. GrpcFrame.Write(new ConfigSet()), .. frame]);
        Assert.Equal(Message, await ReadAsync(stream));
        Assert.Equal(new ConfigSet(), await ReadAsync(stream));
        Assert.Equal(Message, await ReadAsync(stream));
        Assert.Null(await GrpcFrame.ReadAsync(stream, default));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_message_that_ends_too_early_is_no_end(int length)
    {
        using var stream = new MemoryStream(GrpcFrame.Write(Message)[..length]);
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await GrpcFrame.ReadAsync(stream, default));
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0xFF, 0, 0, 0 })]
    public async Task What_is_compressed_or_huge_is_refused(byte[] header)
    {
        using var stream = new MemoryStream(header);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await GrpcFrame.ReadAsync(stream, default));
    }

    private static async Task<ConfigSet> ReadAsync(Stream stream) => ConfigSet.Parser.ParseFrom(await GrpcFrame.ReadAsync(stream, default));
}
