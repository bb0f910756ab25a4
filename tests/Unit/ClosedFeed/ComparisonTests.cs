using Streaming.Tests.Unit.ClosedFeed.OfficialApis;
using Streaming.Tests.Unit.ClosedFeed.Samples;

namespace Streaming.Tests.Unit.ClosedFeed;

/// <summary>The comparison finds what it is there to find, in a file of its own that is written as the shared one is.</summary>
public sealed class ComparisonTests
{
    private const string File = """
        # A. Samples

        Namespace `Streaming.Tests.Unit.ClosedFeed.Samples` unless said.

        | Type | Member | Parameters | Returns | Remark |
        |---|---|---|---|---|
        | `Streaming.Sample` | `Send` | `string name, int count = 1` / `string name, bool loud` | `Task` | |
        | | `Make<T>` | `T resource` where `T : IDisposable, new()` | `T` | |
        | | `Limit` | get | int? | |
        | | ctor | `string? name` | | |
        | `Level` | `Low = 0`, `High = 1` | enum | | |
        """;

    [Theory]
    [InlineData(typeof(Right), null)]
    [InlineData(typeof(WrongParameterName), "parameter 2 is named count")]
    [InlineData(typeof(WrongParameterType), "parameter 2 is of type int")]
    [InlineData(typeof(WrongOrder), "parameter 1 is named name")]
    [InlineData(typeof(NoDefault), "parameter 2 has the default 1")]
    [InlineData(typeof(OtherDefault), "parameter 2 has the default 1")]
    [InlineData(typeof(NewDefault), "parameter 2 has no default")]
    [InlineData(typeof(OtherReturn), "it returns Task")]
    [InlineData(typeof(NoConstraint), "T is constrained to IDisposable, new()")]
    [InlineData(typeof(OtherConstraint), "T is constrained to IDisposable, new()")]
    [InlineData(typeof(OtherTypeParameter), "its type parameters are T")]
    [InlineData(typeof(OneMoreMember), "lists no such member")]
    [InlineData(typeof(OneMoreOverload), "parameter 2 is named count")]
    [InlineData(typeof(OtherPropertyType), "it returns int?")]
    [InlineData(typeof(NullsRefused), "parameter 1 is of type string?")]
    [InlineData(typeof(Modified), "is marked with nothing")]
    public void A_deviation_is_found_and_said(Type sample, string? expected)
    {
        var official = OfficialApi.Read('A', File);
        var members = new PublicMembers(sample.Assembly, isAnnotated: true).MembersOf(sample)
            .Select(member => member with { Type = new("Streaming", "Sample", null) });
        var found = members.Select(new Comparison(official).Deviation).OfType<string>().ToList();

        if (expected is null) Assert.Empty(found);
        else Assert.Contains(expected, Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_in_another_namespace_and_one_that_is_not_there_are_found()
    {
        var comparison = new Comparison(OfficialApi.Read('A', File));

        Assert.Null(comparison.Deviation(new StandInType("Streaming.Tests.Unit.ClosedFeed.Samples", "Level", null)));
        Assert.Equal(
            "Elsewhere.Level: official-apis.md has Level in Streaming.Tests.Unit.ClosedFeed.Samples",
            comparison.Deviation(new StandInType("Elsewhere", "Level", null)));
        Assert.Equal("Elsewhere.Mood: official-apis.md knows no such type", comparison.Deviation(new StandInType("Elsewhere", "Mood", null)));
    }

    [Fact]
    public void Another_value_of_an_enumeration_is_found()
    {
        var comparison = new Comparison(OfficialApi.Read('A', File));
        var high = new StandInMember(new("", "Level", null), MemberKind.Field, "High") { Value = "1" };

        Assert.Null(comparison.Deviation(high));
        Assert.Contains("its value is 1", comparison.Deviation(high with { Value = "2" }), StringComparison.Ordinal);
    }
}
