using System.Buffers.Binary;
using System.Text;

namespace Streaming.Tests.EndToEnd;

/// <summary>A span as it arrived. Identifiers in hexadecimal; without a parent <c>ParentId</c> is empty.</summary>
/// <param name="Kind">As in OTLP: 2 server, 3 client, 4 producer, 5 consumer.</param>
internal sealed record ReceivedSpan(
    string Service, string TraceId, string SpanId, string ParentId, string Name, int Kind, bool Failed, IReadOnlyDictionary<string, string> Attributes);

/// <summary>What one instrument of one service has come to: a sum's or gauge's whole number, or how many values a histogram has.</summary>
internal sealed record Measurement(string Service, string Meter, string Name, string Unit, long Value);

/// <summary>
/// Reads the few fields of OTLP's messages that the tests look at: https://github.com/open-telemetry/opentelemetry-proto, trace.proto and metrics.proto.
/// </summary>
internal static class Otlp
{
    private const int ErrorStatus = 2;

    public static IEnumerable<ReceivedSpan> Spans(ReadOnlyMemory<byte> request) =>
        from resourceSpans in Messages(request, 1)
        let service = ServiceOf(resourceSpans)
        from scopeSpans in Messages(resourceSpans, 2)
        from span in Messages(scopeSpans, 2)
        select new ReceivedSpan(
            service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5), (int)Number(span, 6),
            Messages(span, 15).Any(status => Number(status, 3) == ErrorStatus), Attributes(span, 9).ToDictionary());

    public static IEnumerable<Measurement> Measurements(ReadOnlyMemory<byte> request) =>
        from resourceMetrics in Messages(request, 1)
        let service = ServiceOf(resourceMetrics)
        from scopeMetrics in Messages(resourceMetrics, 2)
        let meter = Text(Messages(scopeMetrics, 1).First(), 1)
        from metric in Messages(scopeMetrics, 2)
        let points = Messages(metric, 5).Concat(Messages(metric, 7)).SelectMany(data => Messages(data, 1)).Select(point => Fixed(point, 6))
            .Concat(Messages(metric, 9).SelectMany(data => Messages(data, 1)).Select(point => Fixed(point, 4)))
        select new Measurement(service, meter, Text(metric, 1), Text(metric, 3), points.Sum());

    private static string ServiceOf(ReadOnlyMemory<byte> resourceData) =>
        Messages(resourceData, 1).SelectMany(resource => Attributes(resource, 1)).Single(attribute => attribute.Key == "service.name").Value;

    private static long Fixed(ReadOnlyMemory<byte> message, int field) =>
        Fields(message).Where(at => at.Field == field && at.Wire == 1).Sum(at => BinaryPrimitives.ReadInt64LittleEndian(at.Bytes.Span));

    private static IEnumerable<KeyValuePair<string, string>> Attributes(ReadOnlyMemory<byte> message, int field) =>
        Messages(message, field).Select(pair => KeyValuePair.Create(Text(pair, 1), Messages(pair, 2).Select(Value).FirstOrDefault("")));

    private static string Value(ReadOnlyMemory<byte> any) =>
        Messages(any, 1).Any() ? Text(any, 1) : Number(any, 3).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(ReadOnlyMemory<byte> message, int field) => Encoding.UTF8.GetString(Messages(message, field).FirstOrDefault().Span);

    private static string Hex(ReadOnlyMemory<byte> message, int field) => Convert.ToHexStringLower(Messages(message, field).FirstOrDefault().Span);

    private static long Number(ReadOnlyMemory<byte> message, int field) => Fields(message).FirstOrDefault(at => at.Field == field && at.Wire == 0).Number;

    private static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field) =>
        Fields(message).Where(at => at.Field == field && at.Wire == 2).Select(at => at.Bytes);

    private static IEnumerable<(int Field, int Wire, long Number, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var tag = (int)Varint(ref rest);
            var (field, wire) = (tag >> 3, tag & 7);
            var number = wire is 0 or 2 ? Varint(ref rest) : 0;
            var length = wire switch { 0 => 0, 1 => 8, 2 => (int)number, 5 => 4, _ => throw new InvalidDataException($"Wire type {wire}.") };
            yield return (field, wire, number, rest[..length]);
            rest = rest[length..];
        }
    }

    private static long Varint(ref ReadOnlyMemory<byte> rest)
    {
        long value = 0;
        for (var (at, shift) = (0, 0); ; at++, shift += 7)
        {
            var next = rest.Span[at];
            value |= (long)(next & 0x7f) << shift;
            if (next >= 0x80) continue;

            rest = rest[(at + 1)..];
            return value;
        }
    }
}
