using System.Text;
using Streaming.Console.Reconciliation;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Console.Reconciliation;

public sealed class FatesTests
{
    private const long T = 1_780_315_200_000_000;
    private static readonly Guid User = new("a3b1c7de-1111-4a5b-8c9d-0123456789ab");
    private static readonly RawVersion Row = new(100, User, T);

    public static readonly TheoryData<bool, long?, long, long, string> Cases = new()
    {
        // rejected, stored version, published seq, next seq to be read, fate
        { false, T, 100, 101, "Stored" },
        { false, T + 1, 100, 101, "Stored" },
        { false, T - 1, 100, 101, "Missing" },
        { false, null, 100, 101, "Missing" },
        { true, null, 100, 101, "Rejected" },
        { true, T + 1, 100, 101, "Rejected" },
        { false, null, 99, 100, "Unpublished" },
        { false, null, 100, 100, "InFlight" },
        { false, null, 500, 99, "InFlight" },
        { false, T, 99, 1, "Stored" },
        { true, null, 99, 1, "Rejected" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_row_has_the_fate_that_everything_known_of_it_adds_up_to(bool rejected, long? stored, long published, long next, string fate) =>
        Assert.Equal(fate, Fates.Of(Row, rejected, stored, Position(published, next)).ToString());

    [Fact]
    public void Only_the_user_s_own_partition_says_whether_the_row_is_through()
    {
        var own = Topics.UsersCreated.PartitionOf(Encoding.ASCII.GetBytes(User.ToString()));
        var others = Enumerable.Range(0, Topics.UsersCreated.Partitions).Select(partition => partition == own ? 101L : 1L).ToArray();

        Assert.Equal(Fate.Missing, Fates.Of(Row, rejected: false, null, new PipelinePosition(100, others)));
    }

    [Fact]
    public void A_tally_adds_up_to_what_was_accepted_and_names_a_bounded_number_of_missing_ids()
    {
        var tally = new Tally();
        foreach (var fate in Enum.GetValues<Fate>()) tally.Add(Row, fate);
        for (var i = 0; i < Findings.MostIds; i++) tally.Add(Row with { Id = Guid.NewGuid() }, Fate.Missing);

        var found = tally.ToFindings(given: 5 + Findings.MostIds + 2, duplicate: 3);

        Assert.Equal(found.Accepted, found.Duplicate + found.Raw + found.Gone);
        Assert.Equal(found.Raw, found.Stored + found.Rejected + found.InFlight + found.Missing);
        Assert.Equal((1, 1, 2, Findings.MostIds + 1, 2), (found.Stored, found.Rejected, found.InFlight, found.Missing, found.Gone));
        Assert.Equal(found.Raw - 1, found.Published);
        Assert.Equal(Findings.MostIds, found.MissingIds.Count);
        Assert.Equal(User, found.MissingIds[0]);
        Assert.False(found.IsComplete);
    }

    [Fact]
    public void Rows_that_raw_users_itself_lacks_are_missing_too()
    {
        var tally = new Tally();
        tally.Add(Row, Fate.Stored);

        Assert.True(tally.ToFindings(given: 1, duplicate: 9).IsComplete);
        Assert.False(tally.ToFindings(given: 2, duplicate: 9).IsComplete);
    }

    private static PipelinePosition Position(long published, long next) => new(published, Enumerable.Repeat(next, Topics.UsersCreated.Partitions).ToArray());
}
