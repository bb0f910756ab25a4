using System.Buffers;
using System.Text;
using Streaming.Pipeline.Events;

namespace Streaming.StreamProcessor.Spark.Plan;

/// <summary>Pieces of Spark SQL's text.</summary>
internal static class Sql
{
    /// <summary>What <see cref="Timestamps.Write(long, Span{byte})"/> writes, as a pattern of <c>date_format</c>.</summary>
    private const string Micros = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'";

    /// <summary>What <see cref="Timestamps.WriteMillis"/> writes.</summary>
    private const string Millis = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

    /// <summary>A string literal.</summary>
    public static string Text(string value) => $"'{value.Replace("\\", "\\\\").Replace("'", "\\'")}'";

    public static string Texts(IEnumerable<string> values) => string.Join(", ", values.Select(Text));

    /// <summary>A binary literal.</summary>
    public static string Binary(ReadOnlySpan<byte> value) => $"X'{Convert.ToHexString(value)}'";

    /// <summary>Whether a Java regular expression is found in a text.</summary>
    public static string Matches(string text, string pattern) => $"{text} RLIKE {Text(pattern)}";

    /// <summary>The first of the cases that holds; null when none does.</summary>
    public static string Case(params ReadOnlySpan<(string When, string Then)> cases)
    {
        var text = new StringBuilder("CASE");
        foreach (var (when, then) in cases) text.Append($" WHEN {when} THEN {then}");
        return text.Append(" END").ToString();
    }

    /// <summary>A lookup among constants: the value of a key, null when there is none.</summary>
    public static string Lookup(IEnumerable<(string Key, string Value)> entries, string key) =>
        $"element_at(map({Texts(entries.SelectMany(entry => (string[])[entry.Key, entry.Value]))}), {key})";

    /// <summary>A JSON object as the log has it, nulls included.</summary>
    public static string Json(IEnumerable<(string Name, string Value)> members) =>
        $"to_json(named_struct({string.Join(", ", members.Select(member => $"{Text(member.Name)}, {member.Value}"))}), map('ignoreNullFields', 'false'))";

    /// <summary>A value on the log: the schema's id, then the text.</summary>
    public static string Wire(int schemaId, string json) => $"concat({Prefix(schemaId)}, CAST({json} AS BINARY))";

    /// <summary>What values of a schema begin with.</summary>
    public static string Prefix(int schemaId)
    {
        var prefix = new ArrayBufferWriter<byte>(WireFormat.PrefixLength);
        WireFormat.WritePrefix(prefix, schemaId);
        return Binary(prefix.WrittenSpan);
    }

    /// <summary>The text of a value on the log, without what goes before it.</summary>
    public static string TextOf(string value) => $"CAST(substring({value}, {WireFormat.PrefixLength + 1}) AS STRING)";

    public static string MicrosText(string timestamp) => $"date_format({timestamp}, {Text(Micros)})";

    public static string MillisText(string timestamp) => $"date_format({timestamp}, {Text(Millis)})";

    /// <summary>A length of time as <c>WithWatermark</c> reads it.</summary>
    public static string Interval(TimeSpan time) => $"{(long)time.TotalMilliseconds} milliseconds";
}
