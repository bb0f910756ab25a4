using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;

namespace Streaming.Pipeline.Log.Kafka;

/// <summary>
/// librdkafka's statistics as metrics, by client: https://github.com/confluentinc/librdkafka/blob/master/STATISTICS.md. Only the totals at the top.
/// </summary>
internal static class KafkaStatistics
{
    private static readonly ConcurrentDictionary<string, long[]> Latest = new();

    private static readonly string[] Fields = ["txmsgs", "txmsg_bytes", "rxmsgs", "rxmsg_bytes", "tx", "rx", "msg_cnt"];

    static KafkaStatistics()
    {
        var meter = LogMetrics.Meter;
        meter.CreateObservableCounter("streaming.log.kafka.sent", () => Measure(0), "{record}", "Records that brokers have acknowledged");
        meter.CreateObservableCounter("streaming.log.kafka.sent.size", () => Measure(1), "By", "Bytes of these records");
        meter.CreateObservableCounter("streaming.log.kafka.received", () => Measure(2), "{record}", "Records fetched from brokers");
        meter.CreateObservableCounter("streaming.log.kafka.received.size", () => Measure(3), "By", "Bytes of these records");
        meter.CreateObservableCounter("streaming.log.kafka.requests", () => Measure(4), "{request}", "Requests sent to brokers");
        meter.CreateObservableCounter("streaming.log.kafka.responses", () => Measure(5), "{response}", "Responses of brokers");
        meter.CreateObservableUpDownCounter("streaming.log.kafka.waiting", () => Measure(6), "{record}", "Records that wait for being sent");
    }

    public static void Observe(string client, string json)
    {
        var values = Latest.GetOrAdd(client, static _ => new long[Fields.Length]);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldAt(ref reader);
            reader.Read();
            if (field >= 0) Volatile.Write(ref values[field], reader.GetInt64());
            reader.Skip();
        }
    }

    /// <summary>A client that is gone is counted no longer.</summary>
    public static void Forget(string client) => Latest.TryRemove(client, out _);

    private static int FieldAt(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Fields.Length; i++)
        {
            if (reader.ValueTextEquals(Fields[i])) return i;
        }

        return -1;
    }

    private static IEnumerable<Measurement<long>> Measure(int field) =>
        Latest.Select(client => new Measurement<long>(
            Volatile.Read(ref client.Value[field]), new KeyValuePair<string, object?>("messaging.client.id", client.Key)));
}
