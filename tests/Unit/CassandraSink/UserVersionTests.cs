using Streaming.CassandraSink.Tables.Postgres;

namespace Streaming.Tests.Unit.CassandraSink;

public sealed class UserVersionTests
{
    private static readonly Guid A = Guid.Parse("aaaaaaaa-0000-0000-0000-000000000000");
    private static readonly Guid B = Guid.Parse("bbbbbbbb-0000-0000-0000-000000000000");

    [Fact]
    public void Of_complete_versions_only_the_newest_is_written()
    {
        UserVersion[] versions = [Of(B, 1, 0b111), Of(A, 2, 0b111), Of(A, 9, 0b111), Of(A, 5, 0b111)];
        Assert.Equal(1, UserVersion.Order(versions));
        Assert.Equal([(A, 9, 0), (A, 5, UserVersion.Superseded), (A, 2, UserVersion.Superseded), (B, 1, 0)], Outcome(versions));
    }

    [Fact]
    public void An_older_version_is_written_too_when_it_has_a_value_that_no_newer_one_has()
    {
        UserVersion[] versions = [Of(A, 1, 0b111), Of(A, 2, 0b011), Of(A, 3, 0b001), Of(A, 4, 0b001)];
        Assert.Equal(3, UserVersion.Order(versions));
        Assert.Equal([(A, 4, 0), (A, 3, UserVersion.Superseded), (A, 2, 1), (A, 1, 2)], Outcome(versions));
    }

    [Fact]
    public void The_same_version_twice_is_written_once()
    {
        UserVersion[] versions = [Of(A, 1, 0b1), Of(A, 1, 0b1)];
        Assert.Equal(1, UserVersion.Order(versions));
        Assert.Equal([(A, 1, 0), (A, 1, UserVersion.Superseded)], Outcome(versions));
    }

    [Fact]
    public void Nothing_takes_no_wave() => Assert.Equal(0, UserVersion.Order([]));

    private static UserVersion Of(Guid id, long ingestedAt, uint fields) => new() { Id = id, IngestedAt = ingestedAt, Fields = fields };

    private static IEnumerable<(Guid, long, int)> Outcome(UserVersion[] versions) => versions.Select(version => (version.Id, version.IngestedAt, version.Wave));
}
