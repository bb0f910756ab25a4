using Streaming.Pipeline.Events;

namespace Streaming.StreamProcessor.Spark.Plan;

/// <summary>What <see cref="UserNormaliser"/> does, as Spark's expressions over a plain user that breaks no rule.</summary>
internal static class NormalColumns
{
    private const string Years = $"year({RuleColumns.Ingested}) - year({RuleColumns.Born})";

    /// <summary>Digits, and a + before them; a later + goes.</summary>
    private static readonly string Phone =
        $"regexp_replace(regexp_replace(phone, {Sql.Text("[^0-9+]")}, ''), {Sql.Text(@"(?<=.)\+")}, '')";

    /// <summary>The members of the processed form, in their order on the log, in columns that <see cref="Columns"/> makes.</summary>
    public static IEnumerable<(string Name, string Value)> Members => UserFields.JsonOrder.Select(member => (member.Name(), Of(member)));

    /// <summary>The fields of the processed form, each as a column.</summary>
    /// <param name="now">The time that goes into <c>processed_at</c>, as an expression.</param>
    public static IEnumerable<string> Columns(string now) => UserFields.JsonOrder.Select(field => $"{ValueOf(field, now)} AS {Of(field)}");

    /// <summary>The column of a field.</summary>
    public static string Of(UserField field) => $"normal_{field.Name()}";

    private static string ValueOf(UserField field, string now) => field switch
    {
        UserField.Id => "lower(id)",
        UserField.Gender => "lower(gender)",
        UserField.Nationality => "upper(nationality)",
        UserField.Country => $"coalesce({RuleColumns.CountryCode}, upper(nationality))",
        UserField.Email => "concat(substring_index(email, '@', 1), '@', lower(substring_index(email, '@', -1)))",
        UserField.DateOfBirth => Sql.MillisText(RuleColumns.Born),
        UserField.RegisteredDate => Sql.MillisText(RuleColumns.Registered),
        UserField.Phone => Sql.Case(($"{Phone} NOT IN ('', '+')", Phone)),

        // A 29th of February is the 28th in other years, here as there.
        UserField.Age => $"{Years} - IF({RuleColumns.Born} + make_ym_interval({Years}, 0) > {RuleColumns.Ingested}, 1, 0)",
        UserField.FullName => "concat(first_name, ' ', last_name)",
        UserField.ProcessedAt => Sql.MicrosText(now),
        _ when field.Info().Kind == FieldKind.Text => $"nullif({field.Name()}, '')",
        _ => field.Name(),
    };
}
