using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Console.DeadLetters;
using Streaming.Pipeline.Events;
using Streaming.Tests.Integration.CassandraSink;
using Streaming.Tests.Integration.Ingestion;

namespace Streaming.Tests.Integration.Console.DeadLetters;

public sealed class ReplayTests
{
    /// <summary>A user that lacks its dates of birth and registration.</summary>
    private static readonly string Invalid = SampleUsers.Json(1);

    [PostgresFact]
    public async Task A_mended_letter_is_stored_and_mending_it_twice_stores_nothing_twice()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await using var sink = await SinkUnderTest.CreateAsync(test.Database);
        await sink.StartAsync();
        await test.PushAsync(Invalid);
        var letter = await test.LetterAsync(0);
        Assert.Contains(letter.Letter.Rules, broken => broken.Rule == "date_of_birth.required");

        var mended = Mend(letter);
        Assert.Empty(DryRun.Of(mended, DateTimeOffset.UnixEpoch.AddYears(60)).Violations);
        Assert.Equal("sent in as raw row 2", await test.Replayer.MendAsync(0, 0, mended, DeadLettersUnderTest.Viewer, default));
        await test.ProcessAsync();
        await sink.CaughtUpAsync();
        Assert.Equal(new ReplayOutcome(Outcome.Stored), await OutcomeAsync(test, 0));
        Assert.Equal("replay", await test.QueryAsync<string>("SELECT source FROM raw_users WHERE seq = 2"));
        Assert.Equal(SampleUsers.Id(1), await test.QueryAsync<Guid>("SELECT id FROM spark_streams.created_users"));
        Assert.Equal(LetterState.Replayed, (await test.LetterAsync(0)).Letter.State);

        Assert.Equal(
            "not sent: raw row 2 has this content already",
            await test.Replayer.MendAsync(0, 1, mended, DeadLettersUnderTest.Viewer, default));
        Assert.Equal(2, await test.RawRowsAsync());
    }

    [PostgresFact]
    public async Task A_letter_replayed_as_it_is_is_judged_anew_and_says_as_which_letter_it_came_back()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.PushAsync(Invalid);
        Assert.Equal("sent in as raw row 2", await test.Replayer.ReplayAsync(0, 0, DeadLettersUnderTest.Viewer, default));
        Assert.Equal(new ReplayOutcome(Outcome.OnItsWay), await OutcomeOrNoTableAsync(test));
        await test.ProcessAsync();
        await test.FollowAsync();

        Assert.Equal(new ReplayOutcome(Outcome.RejectedAgain, 1), await OutcomeAsync(test, 0));
        Assert.Equal(LetterState.Open, (await test.LetterAsync(1)).Letter.State);

        // Another time is another replay, on purpose.
        Assert.Equal("sent in as raw row 3", await test.Replayer.ReplayAsync(0, 1, DeadLettersUnderTest.Viewer, default));
    }

    [PostgresFact]
    public async Task Of_two_viewers_one_replays_and_the_other_is_told()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.PushAsync(Invalid);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(async viewer =>
        {
            try
            {
                return await test.Replayer.ReplayAsync(0, 0, $"viewer {viewer}", default);
            }
            catch (ActionRefusedException refused)
            {
                return refused.Message;
            }
        }));

        Assert.Single(both, said => said.StartsWith("sent in", StringComparison.Ordinal));
        Assert.Single(both, said => said.StartsWith("Somebody else", StringComparison.Ordinal));
        Assert.Equal(2, await test.RawRowsAsync());
        Assert.Single(await test.Letters.ActionsAsync(0, default));
    }

    [PostgresFact]
    public async Task A_console_that_died_after_sending_leaves_a_letter_that_shows_it_and_is_stored_once_when_replayed_again()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.PushAsync(Invalid);
        var ledger = test.Services.GetRequiredService<LetterLedger>();
        var action = await ledger.BeginAsync(0, 0, ActionKind.Replay, DeadLettersUnderTest.Viewer, default);
        var sending = Sending.Unchanged(action, await test.LetterAsync(0));
        await test.Services.GetRequiredService<ReplayClient>().PushAsync(sending.Record, "replay-0-1", default);

        Assert.Equal(ActionState.Begun, (await test.LastActionAsync(0)).State);
        var letter = (await test.LetterAsync(0)).Letter;
        Assert.Equal((LetterState.Open, 1), (letter.State, letter.Actions));
        Assert.Equal("not sent: raw row 2 has this content already", await test.Replayer.ReplayAsync(0, 1, DeadLettersUnderTest.Viewer, default));
        Assert.Equal(2, await test.RawRowsAsync());
        Assert.Equal([ActionState.Done, ActionState.Interrupted], (await test.Letters.ActionsAsync(0, default)).Select(past => past.State));
    }

    [PostgresFact]
    public async Task What_the_sink_refused_goes_back_to_the_sinks_topic_as_it_was()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.AppendAsync(TestLetters.Of(2) with { Topic = Topics.UsersProcessed.Name });
        await test.FollowAsync();
        Assert.Equal("appended to users_processed again", await test.Replayer.ReplayAsync(0, 0, DeadLettersUnderTest.Viewer, default));

        await foreach (var batch in test.Log.ReadAsync(Topics.UsersProcessed[2], 0, default))
        {
            using (batch)
            {
                foreach (var record in batch) AssertOriginal(record);
            }
        }

        Assert.Equal([3L], await test.RawSeqsAsync(Topics.UsersProcessed));
    }

    [PostgresFact]
    public async Task A_record_that_is_refused_or_no_JSON_fails_in_words_and_the_letter_stays_open()
    {
        await using var test = await DeadLettersUnderTest.StartAsync();
        await test.AppendAsync(TestLetters.OfRawRow(99) with { Original = "no JSON"u8.ToArray() });
        await test.FollowAsync();
        var asItIs = await Assert.ThrowsAsync<ReplayFailedException>(() => test.Replayer.ReplayAsync(0, 0, DeadLettersUnderTest.Viewer, default));
        var mended = await Assert.ThrowsAsync<ReplayFailedException>(
            () => test.Replayer.MendAsync(0, 1, "[]"u8.ToArray(), DeadLettersUnderTest.Viewer, default));

        Assert.Equal("It is no JSON that could be sent as it is: mend it by hand.", asItIs.Message);
        Assert.Equal("The record is not a JSON object at byte 0.", mended.Message);
        Assert.Equal(LetterState.Open, (await test.LetterAsync(0)).Letter.State);
        Assert.Equal(ActionState.Failed, (await test.LastActionAsync(0)).State);
    }

    private static void AssertOriginal(in Streaming.Pipeline.Log.Record record)
    {
        Assert.Equal(TestLetters.Of(2).Original.ToArray(), record.Value.ToArray());
        Assert.Equal("3", Encoding.UTF8.GetString(record.Key));
        Assert.Equal("run", Encoding.UTF8.GetString(record.Headers.RunId));
    }

    private static byte[] Mend(LetterContent letter)
    {
        var form = MendForm.Of(letter)!;
        form.Inputs.Single(input => input.Field.Name == "date_of_birth").Edit = "1980-01-02";
        form.Inputs.Single(input => input.Field.Name == "registered_date").Edit = "2020-01-02";
        return form.Build();
    }

    private static async Task<ReplayOutcome> OutcomeAsync(DeadLettersUnderTest test, long letter)
    {
        var action = await test.LastActionAsync(letter);
        return (await test.Services.GetRequiredService<Outcomes>().FindAsync([action], default))[action.Number];
    }

    /// <summary>The table is the sink's to create.</summary>
    private static async Task<ReplayOutcome> OutcomeOrNoTableAsync(DeadLettersUnderTest test)
    {
        await using var sink = await SinkUnderTest.CreateAsync(test.Database);
        return await OutcomeAsync(test, 0);
    }
}
