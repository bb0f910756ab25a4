using System.Text;
using Streaming.Ingestion.Framing;
using Streaming.Ingestion.RawStore;

namespace Streaming.Tests.Unit.Ingestion;

/// <summary>What a framer makes of a body that arrives in pieces.</summary>
internal sealed record Framed(IReadOnlyList<string> Events, IReadOnlyList<EventFault> Faults, bool Unreadable)
{
    public const int MaxEventBytes = 16_384;

    public static Framed Read(EventFramer framer, ReadOnlySpan<byte> body, Func<int> pieceLength)
    {
        using var batch = new RawBatch(new RawOrigin("test", "run"));
        var faults = new List<EventFault>();
        int start = 0, end = 0;
        var final = body.IsEmpty;
        while (true)
        {
            var step = framer.Next(body[start..end], final, batch, out var consumed, out var fault);
            start += consumed;
            switch (step)
            {
                case FrameStep.Fault or FrameStep.Unreadable:
                    faults.Add(fault);
                    if (step == FrameStep.Unreadable) return new Framed(Texts(batch), faults, true);
                    break;
                case FrameStep.NeedMore when final:
                    throw new InvalidOperationException("The framer wants more than there is.");
                case FrameStep.NeedMore:
                    final = end == body.Length;
                    end = Math.Min(body.Length, end + Math.Max(1, pieceLength()));
                    break;
                case FrameStep.End:
                    return new Framed(Texts(batch), faults, false);
            }
        }
    }

    public static Framed Read(string body, int pieceLength = int.MaxValue / 2) => Read(Encoding.UTF8.GetBytes(body), pieceLength);

    public static Framed Read(byte[] body, int pieceLength = int.MaxValue / 2)
    {
        var first = body.FirstOrDefault(value => !" \t\r\n"u8.Contains(value));
        return Read(EventFramer.For(first, MaxEventBytes), body, () => pieceLength);
    }

    public static Framed ReadPage(string body, int pieceLength = int.MaxValue / 2) =>
        Read(new ArrayFramer(MaxEventBytes, "results"), Encoding.UTF8.GetBytes(body), () => pieceLength);

    private static List<string> Texts(RawBatch batch) =>
        [.. Enumerable.Range(0, batch.Count).Select(i => Encoding.UTF8.GetString(batch.Payload(i)))];
}
