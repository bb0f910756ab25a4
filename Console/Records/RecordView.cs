using System.Text;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Console.Records;

/// <summary>A record as a page shows it.</summary>
public sealed class RecordView
{
    private readonly ReadOnlyMemory<byte> _json;

    public RecordView(LogRecord record)
    {
        Record = record;
        HasSchema = WireFormat.TryStrip(record.Value, out var id, out _);
        SchemaId = id;
        _json = HasSchema ? record.Value.AsMemory(WireFormat.PrefixLength) : record.Value;
    }

    public LogRecord Record { get; }

    /// <summary>Whether the value begins as Confluent's wire format does.</summary>
    public bool HasSchema { get; }

    public int SchemaId { get; }

    /// <summary>Which record it is, as logs name it.</summary>
    public string Name => $"{Record.Partition} offset {Record.Offset}";

    public string Key => Text(Record.Key);

    /// <summary>The value, with personal values masked unless revealed. Counts tell nothing about a person.</summary>
    public string Value(bool revealed) => MaskedJson.Render(_json, revealed || Record.Partition.Topic == Topics.UsersStats.Name);

    /// <summary>UTF-8 where it can be read as such, else hexadecimal.</summary>
    private static string Text(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Any(character => char.IsControl(character) || character == '\uFFFD') ? Convert.ToHexString(bytes) : text;
    }
}
