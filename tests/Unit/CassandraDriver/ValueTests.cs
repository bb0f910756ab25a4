using System.Net;
using Cassandra;

namespace Streaming.Tests.Unit.CassandraDriver;

public sealed class ValueTests
{
    public static TheoryData<object?, byte[]> WireForms => new()
    {
        { null, [0xFF, 0xFF, 0xFF, 0xFF] },
        { Unset.Value, [0xFF, 0xFF, 0xFF, 0xFE] },
        { "aé", [0, 0, 0, 3, 0x61, 0xC3, 0xA9] },
        { "", [0, 0, 0, 0] },
        { new byte[] { 1, 2 }, [0, 0, 0, 2, 1, 2] },
        { 1L, [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1] },
        { -2, [0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFE] },
        { (short)258, [0, 0, 0, 2, 1, 2] },
        { (sbyte)-1, [0, 0, 0, 1, 0xFF] },
        { true, [0, 0, 0, 1, 1] },
        { 1f, [0, 0, 0, 4, 0x3F, 0x80, 0, 0] },
        { 1d, [0, 0, 0, 8, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0] },
        { new DateTimeOffset(1970, 1, 1, 1, 0, 0, 255, TimeSpan.FromHours(1)), [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 255] },
        { new DateTime(1970, 1, 1, 0, 0, 0, 7, DateTimeKind.Unspecified), [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 7] },
        { new LocalDate(1970, 1, 2), [0, 0, 0, 4, 0x80, 0, 0, 1] },
        { IPAddress.Loopback, [0, 0, 0, 4, 127, 0, 0, 1] },
        { Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
            [0, 0, 0, 16, 0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF] },
        { new[] { "a", "b" }, [0, 0, 0, 14, 0, 0, 0, 2, 0, 0, 0, 1, 0x61, 0, 0, 0, 1, 0x62] },
        { new Dictionary<string, bool> { ["k"] = false }, [0, 0, 0, 14, 0, 0, 0, 1, 0, 0, 0, 1, 0x6B, 0, 0, 0, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(WireForms))]
    public void A_value_has_the_servers_wire_form(object? value, byte[] expected)
    {
        var buffer = new WriteBuffer(capacity: 1);
        ValueWriter.Write(buffer, value);
        Assert.Equal(expected, buffer.Written.ToArray());
    }

    [Theory]
    [InlineData("2024-02-29", 2024, 2, 29)]
    [InlineData("0001-01-01", 1, 1, 1)]
    [InlineData("9999-12-31", 9999, 12, 31)]
    public void A_date_is_read_and_written_as_CQL_has_it(string text, int year, int month, int day)
    {
        var date = LocalDate.Parse(text);
        Assert.Equal(new LocalDate(year, month, day), date);
        Assert.Equal(date, new LocalDate(date.DaysSinceEpochCentered));
        Assert.Equal(text, date.ToString());
    }

    [Fact]
    public void A_routing_key_of_several_parts_has_their_lengths_between() => Assert.Equal(
        [0, 1, 0x61, 0, 0, 4, 0, 0, 0, 7, 0], RoutingKey.Of(["a", 7])!.RawRoutingKey);

    [Theory]
    [InlineData("frozen<map<text, frozen<list<bigint>>>>", "Map<Text, List<Bigint>>")]
    [InlineData("set<timeuuid>", "Set<Timeuuid>")]
    [InlineData("my_type", "Udt")]
    public void A_type_is_read_as_the_server_writes_it(string text, string type) => Assert.Equal(type, CqlTypeParser.Parse(text).ToString());

    [Fact]
    public void A_value_of_no_CQL_type_is_refused() =>
        Assert.Throws<InvalidTypeException>(() => new SimpleStatement("SELECT ?", new Uri("https://example.com")));
}
