using Microsoft.Spark.Sql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Kafka;

namespace Streaming.StreamProcessor.Spark.Plan;

/// <summary>
/// From records of users_created to those of users_processed and users_rejected. The JSON is parsed once, all that is said about a record is said before
/// the one shuffle, which tells redeliveries, and one sink writes all topics. Records that Spark's expressions can't treat exactly as the topology does
/// (see <see cref="PlainText"/>) go to users_irregular as they came. A shuffle keeps the order of a Kafka partition, so of two deliveries the first counts.
/// </summary>
internal static class UserPlan
{
    private const string Plain = "plain";
    private const string Foreign = "is_foreign";
    private const string Regular = "is_regular";
    private const string Broken = "is_broken";
    private const string Violations = "violations";
    private const string Otherwise = "true";
    private const string Now = "current_timestamp()";

    private static readonly string[] Source = ["key", "value", "partition", "offset", "headers"];
    private static readonly string[] Output = ["topic", "partition", "key", "value", "headers"];
    private static readonly FieldInfo[] Fields = [.. UserFields.All.Take(UserFields.CreatedCount)];

    /// <param name="created">Rows as the Kafka source has them, headers included.</param>
    /// <param name="known">The ids of users_created's schemas; records of others are irregular.</param>
    public static DataFrame Build(DataFrame created, IEnumerable<int> known, int processed, int rejected, TimeSpan horizon) =>
        Distinct(Route(Check(Parse(created, known)), processed, rejected), horizon);

    /// <summary>The fields of a plain record, in columns of their names; none of one that is not.</summary>
    private static DataFrame Parse(DataFrame created, IEnumerable<int> known) => created
        .SelectExpr("key", "coalesce(value, X'') AS value", "partition", "offset", $"{Headers()} AS headers")
        .SelectExpr([.. Source, $"{Sql.TextOf("value")} AS text"])
        .SelectExpr([.. Source, $"{PlainOf("text", known)} AS {Plain}"])
        .SelectExpr([.. Source, $"{Sql.Matches(Plain, PlainText.NotAscii)} AS {Foreign}", $"from_json({Plain}, {Sql.Text(Schema())}) AS parsed"])
        .SelectExpr([.. Source, Foreign, "parsed.*"]);

    private static DataFrame Check(DataFrame parsed) => parsed
        .SelectExpr(
            "*", $"{IsRegular()} AS {Regular}", $"{RuleColumns.CountryCodeOf} AS {RuleColumns.CountryCode}",
            $"{RuleColumns.DateOf("date_of_birth")} AS {RuleColumns.Born}", $"{RuleColumns.DateOf("registered_date")} AS {RuleColumns.Registered}",
            $"{RuleColumns.DateOf("ingested_at")} AS {RuleColumns.Ingested}")
        .SelectExpr("*", $"coalesce({RuleColumns.AnyBroken}, false) AS {Broken}")
        .SelectExpr("*", $"IF({Regular} AND {Broken}, {RuleColumns.Violations}, NULL) AS {Violations}");

    /// <summary>The record that comes of each, and what its redelivery is known by.</summary>
    private static DataFrame Route(DataFrame checkedUsers, int processed, int rejected) => checkedUsers
        .SelectExpr([.. Source, .. Identity(), Regular, Violations, .. NormalColumns.Columns(Now)])
        .SelectExpr([.. Routed(processed, rejected), "id", "ingested_at"]);

    private static DataFrame Distinct(DataFrame routed, TimeSpan horizon) => routed
        .SelectExpr("*", "explode(array(false, true)) AS marker")
        .SelectExpr([.. Output.Select(column => $"IF(marker, NULL, {column}) AS {column}"), "id", "ingested_at", $"{Slot(horizon)} AS slot"])
        .WithWatermark("slot", Sql.Interval(3 * horizon))
        .DropDuplicates("id", "ingested_at", "slot")
        .Where("topic IS NOT NULL")
        .SelectExpr(Output);

    /// <summary>
    /// Spark drops what lies behind a watermark without a word, and one event from the future takes the watermark with it. So the time that deduplication is
    /// held within is not the events' but the batch's, cut to the horizon, which nothing lies behind: a row takes its place in this slot and, by
    /// a marker, in the next one. A redelivery is known for one to two horizons; a third one is for clocks that are set back.
    /// </summary>
    private static string Slot(TimeSpan horizon)
    {
        var seconds = (long)horizon.TotalSeconds;
        return $"timestamp_seconds((floor(unix_seconds({Now}) / {seconds}) + IF(marker, 1, 0)) * {seconds})";
    }

    private static string Headers() =>
        $"filter(headers, header -> header.key IN ({Sql.Texts([HeaderNames.TraceParent, HeaderNames.RunId, HeaderNames.RawSeq])}))";

    private static readonly string RawSeq =
        $"CAST(CAST(element_at(filter(headers, header -> header.key = {Sql.Text(HeaderNames.RawSeq)}), -1).value AS STRING) AS BIGINT)";

    private static string PlainOf(string text, IEnumerable<int> known) => Sql.Case((
        $"substring(value, 1, {WireFormat.PrefixLength}) IN ({string.Join(", ", known.Select(Sql.Prefix))}) AND {PlainText.IsPlain(text)}", text));

    private static string Schema() =>
        string.Join(", ", Fields.Select(info => $"{info.Name} {(info.Kind == FieldKind.Text ? "STRING" : "DOUBLE")}"));

    /// <summary>Names of countries and domains in other scripts than ASCII, and digits, need tables that the topology has.</summary>
    private static string IsRegular() =>
        $"{Foreign} IS NOT NULL AND NOT ({Foreign} AND "
        + $"{Sql.Matches("concat_ws('', country, phone, substring_index(email, '@', -1))", PlainText.NotAscii)})";

    /// <summary>What a redelivery is known by. A record without an identity is like no other.</summary>
    private static string[] Identity()
    {
        var identified = $"{Regular} AND {Sql.Matches("id", RuleColumns.Uuid)} AND {RuleColumns.Ingested} IS NOT NULL";
        var text = Sql.TextOf("value");
        var irregular = $"NOT {Regular} AND {Sql.Matches(text, "\"id\":\"")} AND {Sql.Matches(text, "\"ingested_at\":\"")}";
        const string place = "shiftleft(CAST(partition AS BIGINT), 48) + offset";
        var id = Sql.Case((identified, "xxhash64(lower(id))"), (irregular, "xxhash64(value)"), (Otherwise, place));
        var ingestedAt = Sql.Case((identified, $"unix_micros({RuleColumns.Ingested})"), (irregular, "-1L"));
        return [$"{id} AS id", $"{ingestedAt} AS ingested_at"];
    }

    /// <summary>A user's partition is one number on both sides; dead letters have but one partition.</summary>
    private static IEnumerable<string> Routed(int processed, int rejected)
    {
        const string irregular = $"NOT {Regular}";
        const string valid = $"{Violations} IS NULL";
        var id = $"CAST({NormalColumns.Of(UserField.Id)} AS BINARY)";
        var seq = $"CAST(CAST(coalesce({RawSeq}, 0) AS STRING) AS BINARY)";
        var user = Sql.Wire(processed, Sql.Json(NormalColumns.Members));
        yield return Sql.Case((irregular, TopicOf(Topics.UsersIrregular)), (valid, TopicOf(Topics.UsersProcessed)), (Otherwise, TopicOf(Topics.UsersRejected)))
            + " AS topic";
        yield return $"IF({irregular} OR {valid}, partition, 0) AS partition";
        yield return Sql.Case((irregular, IrregularKey.Of("offset", "key")), (valid, id), ("length(key) > 0", "key"), (Otherwise, seq)) + " AS key";
        yield return Sql.Case((irregular, "value"), (valid, user), (Otherwise, Sql.Wire(rejected, Rejected()))) + " AS value";
        yield return "headers";
    }

    private static string TopicOf(Topic topic) => Sql.Text(topic.Name);

    /// <summary>A <see cref="RejectedUser"/>. Some versions of Spark break base64 into lines.</summary>
    private static string Rejected() => Sql.Json(
    [
        ("raw_seq", Sql.Case(($"{RawSeq} > 0", RawSeq))),
        ("topic", Sql.Text(Topics.UsersCreated.Name)),
        ("partition", "partition"),
        ("offset", "offset"),
        ("rules", Violations),
        ("attempts", "1"),
        ("rejected_at", Sql.MicrosText(Now)),
        ("original", "replace(base64(value), '\\r\\n', '')"),
    ]);
}
