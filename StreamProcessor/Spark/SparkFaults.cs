using System.Net.Sockets;
using Streaming.Pipeline.Loops;

namespace Streaming.StreamProcessor.Spark;

/// <summary>What Spark's errors mean to who runs the pipeline, and what to do.</summary>
internal static class SparkFaults
{
    /// <summary>Parts of Spark's messages, and what they mean. They name their class in brackets, or a word that is theirs alone.</summary>
    private static readonly (string Part, bool ForGood, string Advice)[] Known =
    [
        ("Failed to find data source: kafka", true,
            "The cluster lacks Spark's Kafka connector: add the package org.apache.spark:spark-sql-kafka-0-10 of the cluster's own version"),
        ("STATE_STORE_KEY_SCHEMA_NOT_COMPATIBLE", true, OtherQuery),
        ("STATE_STORE_VALUE_SCHEMA_NOT_COMPATIBLE", true, OtherQuery),
        ("StateSchemaNotCompatible", true, OtherQuery),
        ("Provided schema doesn't match to the schema for existing state", true, OtherQuery),
        ("There are [1] sources in the checkpoint offsets", true, OtherQuery),
        ("does not support recovering from checkpoint location", true, OtherQuery),
        ("Cannot recover from checkpoint", true, OtherQuery),
        ("Some data may have been lost", true,
            "Records of users_created or users_processed were dropped before the query had read them. To go on with what is left, put "
            + SparkOptions.Section + ":Checkpoint to a new folder"),
        ("UnknownTopicOrPartitionException", false, "A topic is missing; the setup step creates the topics"),
        ("Initial job has not accepted any resources", false, "The master has no worker with free cores and memory: start one, or give the workers more"),
        ("All masters are unresponsive", false, "The Spark master can't be reached from the driver"),
    ];

    private const string OtherQuery = "The checkpoint belongs to another query, or to another version of this one: put " + SparkOptions.Section
        + ":Checkpoint to a new folder; group offsets say where reading goes on";

    public static LoopFaultedException WrongVersion(string version) => new(
        $"The Spark cluster is of version {version}. This engine needs {SparkQueries.Version}x: start that one, or the engine inprocess.");

    /// <summary>The exception that says what to do, in the place of one of Spark's.</summary>
    public static Exception Explain(Exception failure)
    {
        if (failure is LoopFaultedException) return failure;
        var text = Messages(failure);
        foreach (var (part, forGood, advice) in Known)
        {
            if (!text.Contains(part, StringComparison.Ordinal)) continue;
            var message = $"{advice}. Spark says: {FirstLine(failure.Message)}";
            return forGood ? new LoopFaultedException(message, failure) : new IOException(message, failure);
        }

        return IsUnreachable(failure)
            ? new IOException(
                "Spark can't be reached. Start its Connect server (sbin/start-connect-server.sh) and give its address as SPARK_REMOTE=sc://host:15002, or, "
                + $"with the official Microsoft.Spark, its DotnetRunner and DOTNETBACKEND_PORT. {FirstLine(failure.Message)}", failure)
            : failure;
    }

    private static bool IsUnreachable(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is SocketException or HttpRequestException) return true;
        }

        return false;
    }

    private static string Messages(Exception? failure)
    {
        var text = "";
        for (; failure is not null; failure = failure.InnerException) text += failure.Message + "\n";
        return text;
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
