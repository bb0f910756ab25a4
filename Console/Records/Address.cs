using System.Globalization;
using Streaming.Pipeline.Log;

namespace Streaming.Console.Records;

/// <summary>Addresses of the console's pages about topics, relative to its root.</summary>
internal static class Address
{
    public static string Of(string topic) => $"topics/{Uri.EscapeDataString(topic)}";

    /// <param name="offset">The record on top, opened; the newest ones when null.</param>
    public static string Of(TopicPartition partition, long? offset = null)
    {
        var page = string.Create(CultureInfo.InvariantCulture, $"{Of(partition.Topic)}?partition={partition.Partition}");
        return offset is null ? page : string.Create(CultureInfo.InvariantCulture, $"{page}&offset={offset}");
    }
}
