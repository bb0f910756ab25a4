using System.Text;
using Streaming.Pipeline.Log;

namespace Streaming.Tests.Unit.Log;

public sealed class Murmur2Tests
{
    /// <summary>The values of Kafka's own test, <c>UtilsTest.testMurmur2</c>.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hashes_are_those_of_Kafka(string key, int hash) => Assert.Equal(hash, Murmur2.Hash(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void A_negative_hash_gives_a_partition_that_exists() =>
        Assert.Equal((-973932308 & int.MaxValue) % 7, new Topic("topic", 7, TimeSpan.Zero).PartitionOf("21"u8));
}
