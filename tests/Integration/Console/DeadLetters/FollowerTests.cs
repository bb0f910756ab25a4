using Streaming.Console.DeadLetters;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Loops;

namespace Streaming.Tests.Integration.Console.DeadLetters;

public sealed class FollowerTests
{
    [PostgresFact]
    public async Task A_letter_that_was_written_twice_is_in_the_index_once()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.AppendAsync(TestLetters.Of(0), TestLetters.Of(1), TestLetters.Of(0), TestLetters.OfRawRow(1), TestLetters.OfRawRow(1));
        await test.FollowAsync();
        await test.AppendAsync(TestLetters.Of(1), TestLetters.OfRawRow(1), TestLetters.OfRawRow(2));
        await test.FollowAsync();

        Assert.Equal([7, 3, 1, 0], (await test.Letters.ListAsync(LetterState.Open, null, long.MaxValue, default)).Select(letter => letter.Number));
        var letter = (await test.LetterAsync(0)).Letter;
        Assert.Equal((Topics.UsersCreated.Name, 0, 0L, 1L), (letter.Topic, letter.Partition, letter.Offset, letter.RawSeq));
        Assert.Equal(TestLetters.Of(0).Rules, letter.Rules);
    }

    [PostgresFact]
    public async Task A_follower_goes_on_where_the_one_before_was_and_two_at_a_time_index_nothing_twice()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.AppendAsync(Enumerable.Range(0, 3_000).Select(TestLetters.Of));
        await test.FollowAsync();
        Assert.Equal(3_000, await test.QueryAsync<long>("SELECT next_offset FROM console.dead_letter_position"));

        // What was read is not read again, as its rows would come back.
        await test.QueryAsync<object>(
            "WITH gone AS (DELETE FROM console.dead_letters WHERE letter < 10), rules AS (DELETE FROM console.dead_letter_rules WHERE letter < 10) SELECT 1");
        await test.AppendAsync(Enumerable.Range(3_000, 3_000).Select(TestLetters.Of));
        await Task.WhenAll(FollowToEndAsync(), FollowToEndAsync());
        Assert.Equal(5_990, await test.QueryAsync<long>("SELECT count(*) FROM console.dead_letters"));
        var groups = await test.Letters.GroupsAsync(default);
        Assert.Equal([5_990, 1_498, 1_498, 1_497, 1_497], groups.Select(group => group.Open));

        // Whoever finds the position moved begins again, as its loop does.
        Task FollowToEndAsync() => Wait.UntilAsync(
            async () =>
            {
                try
                {
                    await test.FollowAsync();
                    return true;
                }
                catch (IOException)
                {
                    return false;
                }
            },
            "a follower is at the end");
    }

    [PostgresFact]
    public async Task What_is_no_dead_letter_is_one_itself_and_holds_nothing_up()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        using var records = new RecordWriter();
        records.Add(Topics.UsersRejected, "key"u8, default, "garbage"u8);
        records.Add(Topics.UsersRejected, "key"u8, default, [0, 0, 0, 0, 1, (byte)'{', (byte)'}']);
        await test.AppendAsync(records);
        await test.AppendAsync(TestLetters.Of(0) with { Rules = [new RuleViolation("a\0b", new string('x', 5_000), "NUL \0")] });
        await test.FollowAsync();

        var letters = await test.Letters.ListAsync(LetterState.Open, null, long.MaxValue, default);
        Assert.Equal(["a\uFFFDb", LetterReader.UnreadableRule, LetterReader.UnreadableRule], letters.Select(letter => letter.Rules[0].Rule));
        Assert.Equal("garbage"u8.ToArray(), (await test.LetterAsync(0)).Original);
    }

    [PostgresFact]
    public async Task What_its_topic_no_longer_keeps_is_dropped_and_what_was_done_with_it_stays()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.AppendAsync(TestLetters.Of(0));
        await test.FollowAsync();
        await test.Replayer.DiscardAsync(0, 0, DeadLettersUnderTest.Viewer, default);
        await test.Log.ApplyRetentionAsync([Topics.UsersRejected with { Retention = TimeSpan.Zero }], [], default);
        await test.AppendAsync(TestLetters.Of(1));

        var follower = test.NewFollower();
        await follower.FollowAsync(default);
        await follower.DropOldAsync(default);
        Assert.Null(await test.Letters.FindAsync(0, default));
        Assert.NotNull(await test.Letters.FindAsync(1, default));
        Assert.Equal(ActionKind.Discard, (await test.LastActionAsync(0)).Kind);
    }

    [PostgresFact]
    public async Task An_index_of_another_log_is_not_followed_on()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.QueryAsync<object>("WITH moved AS (UPDATE console.dead_letter_position SET next_offset = 7) SELECT 1");
        var fault = await Assert.ThrowsAsync<LoopFaultedException>(test.FollowAsync);
        Assert.Contains("the log is another one", fault.Message, StringComparison.Ordinal);
    }
}
