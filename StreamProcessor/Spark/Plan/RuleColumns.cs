using Streaming.Pipeline.Events;

namespace Streaming.StreamProcessor.Spark.Plan;

/// <summary>
/// The rules of a valid user as Spark's expressions. Names, fields, messages, limits and lists are those of <see cref="UserRules"/>; only how a rule looks
/// at a value is said twice. They see plain values alone, see <see cref="PlainText"/>, in columns of the fields' names, and three timestamps that are null
/// where a field is no date.
/// </summary>
internal static class RuleColumns
{
    public const string Uuid = "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\z";
    public const string Born = "born";
    public const string Registered = "registered";
    public const string Ingested = "ingested";
    public const string CountryCode = "country_code";

    private const string Control = @"[\x00-\x1F\x7F-\x9F]";
    private const string Label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?+";
    private const string Date = @"^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?+Z| [0-9]{2}:[0-9]{2}:[0-9]{2})?+\z";

    private const string Email =
        $@"^[^@""(),:;<>\[\]\\{PlainText.WhiteSpace}\x00-\x1F\x7F-\x9F]++@(?=.{{1,253}}\z){Label}(?:\.{Label})++\z";

    private const string BadInUrl = $@"""<>\\^`{{|}}{PlainText.WhiteSpace}";
    private const string Url = $@"^(?i:https?)://(?![:.])[^/?#{BadInUrl}][^{BadInUrl}]*+\z";

    /// <summary>The code of the country that is given by its code or an ASCII name; a name in another script is irregular.</summary>
    public static readonly string CountryCodeOf = Sql.Lookup(Countries.All.Where(country => country.Name.All(char.IsAscii))
        .Select(country => (country.Name.ToUpperInvariant(), country.Code)).Distinct(), "upper(country)");

    /// <summary>Whether any rule is broken. Spark compiles cases, piece by piece, but not what a lambda works on; so that comes after it.</summary>
    public static readonly string AnyBroken = Sql.Case([.. UserRules.All.Where(CanBeBroken).Select(rule => (IsBroken(rule), "true"))]);

    /// <summary>Every rule that the row breaks, in the rules' order, as an array of <c>{rule, field, message}</c>.</summary>
    public static readonly string Violations =
        $"filter(array({string.Join(", ", UserRules.All.Where(CanBeBroken).Select(Violation))}), violation -> violation IS NOT NULL)";

    /// <summary>A field as a point in time; null where it is not one.</summary>
    public static string DateOf(string field) => Sql.Case((Sql.Matches(field, Date), $"CAST({field} AS TIMESTAMP)"));

    /// <summary>What a plain value can't break: numbers have their length and no control characters.</summary>
    internal static bool CanBeBroken(UserRule rule) => rule.Field.Info().Kind == FieldKind.Text || !rule.Name.StartsWith("text.", StringComparison.Ordinal);

    /// <summary>When a value keeps a rule. It is asked of values alone, for whose absence there are rules of their own.</summary>
    internal static string Holds(UserRule rule)
    {
        var field = rule.Field.Name();
        return rule.Name switch
        {
            UserRules.IdUuid => Sql.Matches(field, Uuid),
            "gender.known" => $"lower({field}) IN ({Sql.Texts(Genders.All)})",
            "nationality.iso" => $"octet_length({field}) = 2 AND upper({field}) IN ({Sql.Texts(Countries.All.Select(country => country.Code).Distinct())})",
            "country.iso" => $"{CountryCode} IS NOT NULL",
            "email.format" => Sql.Matches(field, Email),
            "email.length" => $"octet_length({field}) <= {EmailAddress.MaxLength}",
            "date_of_birth.date" => $"{Born} IS NOT NULL",
            "registered_date.date" => $"{Registered} IS NOT NULL",
            "ingested_at.date" => $"{Ingested} IS NOT NULL",
            "date_of_birth.range" => IsSince(UserRules.FirstBirth, Born),
            "registered_date.range" => IsSince(UserRules.FirstRegistration, Registered),
            "latitude.range" => $"abs({field}) <= {UserRules.MaxLatitude}",
            "longitude.range" => $"abs({field}) <= {UserRules.MaxLongitude}",
            "picture.url" => Sql.Matches(field, Url),
            "text.length" => $"char_length({field}) <= {rule.Field.Info().MaxCharacters}",
            "text.control" => $"NOT {Sql.Matches(field, Control)}",
            _ => throw new InvalidOperationException($"The rule {rule.Name} has no expression for Spark."),
        };
    }

    private static string IsBroken(UserRule rule)
    {
        var field = rule.Field.Name();
        return rule.IsAboutPresence ? $"coalesce({field}, '') = ''"
            : rule.Field.Info().Kind == FieldKind.Text ? $"{field} <> '' AND NOT ({Holds(rule)})"
            : $"NOT ({Holds(rule)})";
    }

    private static string Violation(UserRule rule)
    {
        var (name, about, message) = rule.Violation;
        return Sql.Case((IsBroken(rule), $"named_struct('rule', {Sql.Text(name)}, 'field', {Sql.Text(about)}, 'message', {Sql.Text(message)})"));
    }

    /// <summary>Holds for what is no date at all: that is another rule's.</summary>
    private static string IsSince(long first, string date) =>
        $"coalesce({date} >= timestamp_micros({first}), true) AND coalesce({date} <= {Ingested}, true)";
}
