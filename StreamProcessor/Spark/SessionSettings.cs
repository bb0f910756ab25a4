using System.Globalization;

namespace Streaming.StreamProcessor.Spark;

/// <summary>What the plans rely on, whatever the cluster is configured with.</summary>
internal static class SessionSettings
{
    /// <summary>Somewhat above the largest record that the log takes.</summary>
    public const string MaxRequestBytes = "33554432";

    public static IEnumerable<(string Key, string Value)> Of(SparkOptions options) =>
    [
        // A text that is no date, or no number, is null and breaks its rule; it must not end the query.
        ("spark.sql.ansi.enabled", "false"),
        ("spark.sql.session.timeZone", "UTC"),
        ("spark.sql.parser.escapedStringLiterals", "false"),
        ("spark.sql.shuffle.partitions", options.ShufflePartitions.ToString(CultureInfo.InvariantCulture)),
        ("spark.sql.streaming.metricsEnabled", "true"),

        // What a batch has left behind is cleared away with the next one.
        ("spark.sql.streaming.noDataMicroBatches.enabled", "false"),
        ("spark.sql.streaming.stopActiveRunOnRestart", "true"),

        // State is on the workers' disks, so that the horizon is not bounded by their heaps.
        ("spark.sql.streaming.stateStore.providerClass", "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider"),

        // The expressions of one row are many: as one loop they are one method, too long for Java to compile; apart they are short ones.
        ("spark.sql.codegen.wholeStage", "false"),

        // Sets of events by hashing, however many groups there are.
        ("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "1000000"),
    ];
}
