using System.Buffers;
using Streaming.Pipeline.Log;

namespace Streaming.Console.DeadLetters;

/// <summary>
/// Sends letters back in. Most go through the push API, as new versions of their users: the raw store then has them, every engine judges them anew (it would
/// take a record of the same <c>ingested_at</c> for a redelivery), and their outcome is that of a raw row. What the sink refused goes back to the sink's topic.
/// </summary>
internal sealed class Replayer(Letters letters, LetterLedger ledger, RawLookup lookup, ReplayClient ingestion, ILog log)
{
    /// <summary>Sends a letter as it is.</summary>
    /// <param name="seen">How many actions on the letter the viewer knew of.</param>
    /// <returns>What came of it, in words.</returns>
    /// <exception cref="ActionRefusedException">Another viewer was faster.</exception>
    /// <exception cref="ReplayFailedException">It did not go in.</exception>
    public Task<string> ReplayAsync(long letter, int seen, string by, CancellationToken cancellationToken) =>
        SendOneAsync(letter, seen, ActionKind.Replay, by, Sending.Unchanged, cancellationToken);

    /// <summary>As <see cref="ReplayAsync"/>, with other content.</summary>
    public Task<string> MendAsync(long letter, int seen, byte[] record, string by, CancellationToken cancellationToken) =>
        SendOneAsync(letter, seen, ActionKind.Mend, by, (action, content) => Sending.Of(action, content, record), cancellationToken);

    public async Task DiscardAsync(long letter, int seen, string by, CancellationToken cancellationToken)
    {
        var action = await ledger.BeginAsync(letter, seen, ActionKind.Discard, by, cancellationToken);
        await ledger.EndAsync([new Ended(action, Done: true, null, "discarded")], cancellationToken);
    }

    /// <summary>Sends letters whose actions were begun, and ends these.</summary>
    /// <param name="requestId">What Ingestion names the request by.</param>
    public async Task<IReadOnlyList<Ended>> SendAsync(IReadOnlyList<Sending> sendings, string requestId, CancellationToken cancellationToken)
    {
        try
        {
            Ended[] ended =
            [
                .. sendings.Where(sending => sending.Fault is not null).Select(sending => sending.Failed(sending.Fault!)),
                .. await PushAsync([.. sendings.Where(sending => sending.Fault is null && !sending.Record.IsEmpty)], requestId, cancellationToken),
                .. await AppendAsync([.. sendings.Where(sending => sending.Fault is null && sending.Record.IsEmpty)], cancellationToken),
            ];
            await ledger.EndAsync(ended, cancellationToken);
            return ended;
        }
        catch (Exception failure) when (failure is ReplayFailedException or LogUnavailableException)
        {
            await ledger.EndAsync([.. sendings.Select(sending => sending.Failed(failure.Message))], cancellationToken);
            throw failure as ReplayFailedException
                ?? new ReplayFailedException($"The log could not be reached ({failure.Message}). Replay again later.", failure);
        }
    }

    private async Task<string> SendOneAsync(
        long letter, int seen, string kind, string by, Func<long, LetterContent, Sending> send, CancellationToken cancellationToken)
    {
        var action = await ledger.BeginAsync(letter, seen, kind, by, cancellationToken);
        var content = await letters.FindAsync(letter, cancellationToken)
            ?? throw new ActionRefusedException($"Letter {letter} is older than what its topic keeps; it is gone.");
        var ended = (await SendAsync([send(action, content)], $"replay-{letter}-{action}", cancellationToken))[0];
        return ended.Done ? ended.Result : throw new ReplayFailedException(ended.Result);
    }

    private async Task<IEnumerable<Ended>> PushAsync(IReadOnlyList<Sending> records, string requestId, CancellationToken cancellationToken)
    {
        if (records.Count == 0) return [];
        var before = await lookup.FindAsync(records, cancellationToken);
        var lines = new ArrayBufferWriter<byte>();
        for (var i = 0; i < records.Count; i++)
        {
            if (before[i] > 0) continue;
            lines.Write(records[i].Record.Span);
            lines.Write("\n"u8);
        }

        if (lines.WrittenCount > 0) await ingestion.PushAsync(lines.WrittenMemory, requestId, cancellationToken);
        var after = await lookup.FindAsync(records, cancellationToken);
        return records.Select((sending, i) => (before[i], after[i]) switch
        {
            (_, 0) => sending.Failed("Ingestion took it, but the raw store has no such row."),
            (0, var seq) => new Ended(sending.Action, Done: true, seq, $"sent in as raw row {seq}"),
            (var seq, _) => new Ended(sending.Action, Done: true, seq, $"not sent: raw row {seq} has this content already"),
        });
    }

    private async Task<IEnumerable<Ended>> AppendAsync(IReadOnlyList<Sending> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0) return [];
        using var writer = new RecordWriter();
        foreach (var (letter, key, original, _, _, _) in records.Select(sending => sending.Content))
        {
            var headers = new RecordHeaders { RawSeq = letter.RawSeq ?? 0, RunId = System.Text.Encoding.UTF8.GetBytes(letter.RunId) };
            writer.Begin(new TopicPartition(letter.Topic!, letter.Partition!.Value), key, headers).Write(original);
            writer.End();
        }

        await using var producer = log.CreateProducer();
        await producer.AppendAsync(writer, cancellationToken);
        return records.Select(sending => new Ended(
            sending.Action, Done: true, sending.Content.Letter.RawSeq, $"appended to {sending.Content.Letter.Topic} again"));
    }
}
