using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Streaming.Tests.Unit.Ingestion;

public sealed class FramingTests
{
    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData(" \r\n {\"a\":1}")]
    [InlineData("{\n  \"a\":\n  1\n}\n")]
    [InlineData("[{\"a\":1}]")]
    [InlineData("[ {\"a\":1} ]\n")]
    public void One_object_is_one_event(string body)
    {
        var framed = Framed.Read(body);

        Assert.Equal(["{\"a\":1}"], framed.Events);
        Assert.Empty(framed.Faults);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\r\n\n{\"a\":3}")]
    [InlineData("{\"a\":1} {\"a\":2}\t{\"a\":3}\n")]
    [InlineData("{\"a\":1}{\"a\":2}{\"a\":3}")]
    [InlineData("{\n\"a\":1\n}\n{\n\"a\":2} {\"a\":3\n}")]
    [InlineData("[{\"a\":1},{\"a\":2},\n{\"a\":3}]")]
    public void Objects_may_be_separated_as_JSON_allows_it(string body) =>
        Assert.Equal(["{\"a\":1}", "{\"a\":2}", "{\"a\":3}"], Framed.Read(body).Events);

    [Theory]
    [InlineData("bad")]
    [InlineData("{\"b\":}")]
    [InlineData("{\"b\":1")]
    [InlineData("{\"b\":")]
    [InlineData("{\"b\":\"open")]
    [InlineData("5")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{\"b\":1}}")]
    public void A_bad_line_costs_only_itself(string bad)
    {
        var framed = Framed.Read($"{{\"a\":1}}\n{bad}\n{{\"a\":2}}\n{{\"a\":3}}\n");

        Assert.Equal(["{\"a\":1}", "{\"a\":2}", "{\"a\":3}"], framed.Events.Where(text => !text.Contains('b')));
        Assert.Equal(2, Assert.Single(framed.Faults).Position);
    }

    [Fact]
    public void Invalid_utf8_costs_only_its_line()
    {
        var framed = Framed.Read([.. "{\"a\":1}\n{\"a\":\""u8, 0xC3, 0x28, .. "\"}\n{\"a\":3}"u8]);

        Assert.Equal(["{\"a\":1}", "{\"a\":3}"], framed.Events);
        Assert.Contains("UTF-8", Assert.Single(framed.Faults).Reason);
    }

    [Theory]
    [InlineData("{0}\n{1}\n{2}", 2)]
    [InlineData("[{0},{1},{2}]", 1)]
    public void Depth_of_1000_costs_only_its_event(string form, int position)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"d\":", 1_000)) + "1" + new string('}', 1_000);
        var framed = Framed.Read(string.Join(deep, form.Replace("{0}", "{\"a\":1}").Replace("{2}", "{\"a\":3}").Split("{1}")), 97);

        Assert.Equal(["{\"a\":1}", "{\"a\":3}"], framed.Events);
        var fault = Assert.Single(framed.Faults);
        Assert.Equal(position, fault.Position);
    }

    [Fact]
    public void A_line_that_is_too_long_costs_only_itself()
    {
        var framed = Framed.Read($"{{\"a\":1}}\n{{\"a\":\"{new string('x', 3 * Framed.MaxEventBytes)}\"}}\n{{\"a\":3}}\n", 100);

        Assert.Equal(["{\"a\":1}", "{\"a\":3}"], framed.Events);
        Assert.Contains("16,384 bytes", Assert.Single(framed.Faults).Reason);
    }

    [Fact]
    public void No_part_of_a_broken_object_over_several_lines_is_an_event()
    {
        var framed = Framed.Read("{\n  \"a\": [\n    {\"b\":1}\n    {\"b\":2}\n  ]\n}\n{\"c\":3}\n");

        Assert.Equal(["{\"c\":3}"], framed.Events);
        Assert.Equal(1, Assert.Single(framed.Faults).Position);
    }

    [Theory]
    [InlineData("[{\"a\":1},{\"a\":]", 1)]
    [InlineData("[{\"a\":1},", 1)]
    [InlineData("[{\"a\":1}", 1)]
    [InlineData("[{\"a\":1} {\"a\":2}]", 1)]
    [InlineData("[{\"a\":1}] tail", 1)]
    [InlineData("[{\"a\":1},{\"b\":\"", 1)]
    public void Broken_JSON_in_an_array_ends_the_reading_and_keeps_what_came_before(string body, int index)
    {
        foreach (var pieceLength in new[] { 1, 3, 1_000 })
        {
            var framed = Framed.Read(body, pieceLength);

            Assert.Equal(["{\"a\":1}"], framed.Events);
            Assert.True(framed.Unreadable);
            Assert.Equal(index, Assert.Single(framed.Faults).Position);
        }
    }

    [Fact]
    public void An_element_that_is_no_object_costs_only_itself()
    {
        var framed = Framed.Read("[1,{\"a\":1},\"x\",null,[{\"b\":1}],{\"a\":2}]", 2);

        Assert.Equal(["{\"a\":1}", "{\"a\":2}"], framed.Events);
        Assert.Equal([0, 2, 3, 4], framed.Faults.Select(fault => fault.Position));
        Assert.False(framed.Unreadable);
    }

    [Theory]
    [InlineData("{\"results\":[{\"a\":1},{\"a\":2}],\"info\":{\"seed\":\"x\"}}", 2, false)]
    [InlineData("{\"info\":{\"results\":[7]},\"results\":[{\"a\":1}]}", 1, false)]
    [InlineData("{\"results\":[]}", 0, false)]
    [InlineData("{\"results\":[{\"a\":1},{\"a\":2}],\"info\":{\"seed\":\"x\"}", 2, true)]
    [InlineData("{\"results\":[{\"a\":1},{\"a\":2}],\"info", 2, true)]
    [InlineData("{\"results\":[{\"a\":1},{\"a\":", 1, true)]
    [InlineData("{\"results\":[{\"a\":1}]", 1, true)]
    [InlineData("{\"resu", 0, true)]
    [InlineData("{\"error\":\"busy\"}", 0, true)]
    [InlineData("{\"results\":{}}", 0, true)]
    [InlineData("<html>", 0, true)]
    [InlineData("", 0, true)]
    public void A_page_is_whole_or_unreadable(string body, int events, bool unreadable)
    {
        foreach (var pieceLength in new[] { 1, 5, 1_000 })
        {
            var framed = Framed.ReadPage(body, pieceLength);

            Assert.Equal(events, framed.Events.Count);
            Assert.Equal(unreadable, framed.Unreadable);
        }
    }

    [Fact]
    public void Where_a_body_is_cut_into_pieces_makes_no_difference()
    {
        string[] parts =
        [
            "{\"a\":1}", "{\"b\":\"ü€𐍈\"}", "{\n\"c\":[1,\n2]}", "bad", "{\"d\":", "[1]", "{\"e\":\"x", "", " ", "{\"f\":{\"g\":{}}}", "{}{}", "7", "}", "{\"n\":\"\\u0000\"}",
        ];
        var bodies =
            from chosen in Gen.Elements(parts).ListOf()
            from separator in Gen.Elements("\n", "\r\n", "\n\n", " \n")
            from array in Gen.Elements(true, false)
            select array ? $"[{string.Join(',', chosen)}]" : string.Join(separator, chosen);
        var lengths = Gen.Choose(1, 9).NonEmptyListOf();

        Prop.ForAll(bodies.ToArbitrary(), lengths.ToArbitrary(), (body, cuts) =>
        {
            var whole = Framed.Read(body);
            var next = 0;
            var bytes = Encoding.UTF8.GetBytes(body);
            var first = body.TrimStart(' ', '\t', '\r', '\n').StartsWith('[') ? (byte)'[' : (byte)'{';
            var pieces = Framed.Read(Streaming.Ingestion.Framing.EventFramer.For(first, Framed.MaxEventBytes), bytes, () => cuts[next++ % cuts.Count]);
            return whole.Events.SequenceEqual(pieces.Events) && whole.Faults.SequenceEqual(pieces.Faults) && whole.Unreadable == pieces.Unreadable;
        }).QuickCheckThrowOnFailure();
    }
}
