using System.Buffers.Text;

namespace Streaming.Pipeline.Events;

/// <summary>
/// The rules of a valid user, over the created form. What normalising mends (case, white space around, decomposed characters) breaks no rule; a rule
/// about a value holds where there is none. They look at the row alone, at no clock: the present is the row's <c>ingested_at</c>.
/// </summary>
public static class UserRules
{
    public const string IdUuid = "id.uuid";

    internal const int MaxLatitude = 90;
    internal const int MaxLongitude = 180;

    /// <summary>1970-01-01, in microseconds since then.</summary>
    internal const long FirstRegistration = 0;

    /// <summary>1900-01-01.</summary>
    internal static readonly long FirstBirth = Timestamps.ToMicros(new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly UserRule[] OfValues =
    [
        .. Created.Where(info => info.Required).Select(info => new UserRule($"{info.Name}.required", info.Field, "is required", IsPresent)),
        new(IdUuid, UserField.Id, "is not a UUID", (row, field) => RawRecord.TryParseUuid(row[field], out _)),
        new("gender.known", UserField.Gender, "must be male, female, other or unknown", (row, field) => Genders.TryFind(Trimmed(row, field), out _)),
        new("nationality.iso", UserField.Nationality, "is not a country code of ISO 3166-1 (two letters)",
            (row, field) => Countries.TryFindCode(Trimmed(row, field), out _)),
        new("country.iso", UserField.Country, "is not the name or code of a country of ISO 3166-1",
            (row, field) => Countries.TryFind(Trimmed(row, field), out _)),
        new("email.format", UserField.Email, "is not an e-mail address", (row, field) => EmailAddress.IsValid(Trimmed(row, field))),
        new("email.length", UserField.Email, $"is longer than {EmailAddress.MaxLength} bytes", (row, field) => row[field].Length <= EmailAddress.MaxLength),
        new("date_of_birth.date", UserField.DateOfBirth, DateMessage, IsDate),
        new("date_of_birth.range", UserField.DateOfBirth, "must be from 1900 on and not after ingested_at",
            (row, field) => IsDateSince(FirstBirth, row, field)),
        new("registered_date.date", UserField.RegisteredDate, DateMessage, IsDate),
        new("registered_date.range", UserField.RegisteredDate, "must be from 1970 on and not after ingested_at",
            (row, field) => IsDateSince(FirstRegistration, row, field)),
        new("ingested_at.date", UserField.IngestedAt, DateMessage, IsDate),
        new("latitude.range", UserField.Latitude, $"must be from -{MaxLatitude} to {MaxLatitude}",
            (row, field) => IsNumberWithin(MaxLatitude, row, field)),
        new("longitude.range", UserField.Longitude, $"must be from -{MaxLongitude} to {MaxLongitude}",
            (row, field) => IsNumberWithin(MaxLongitude, row, field)),
        new("picture.url", UserField.Picture, "is not an absolute http or https URL", (row, field) => WebAddress.IsValid(Trimmed(row, field))),
    ];

    /// <summary>Those that every field has.</summary>
    private static readonly UserRule[] OfTexts =
    [
        .. Created.Select(info => new UserRule("text.length", info.Field, $"is longer than {info.MaxCharacters} characters", IsWithinLength)),
        .. Created.Select(info => new UserRule("text.control", info.Field, "has control characters", (row, field) => !Utf8Text.HasControl(row[field]))),
    ];

    public static readonly IReadOnlyList<UserRule> All = [.. OfValues, .. OfTexts];

    private const string DateMessage = "is not a date as yyyy-MM-ddTHH:mm:ssZ, yyyy-MM-dd HH:mm:ss or yyyy-MM-dd";

    private static readonly FieldInfo[] CreatedFields = [.. Created];

    private static IEnumerable<FieldInfo> Created => UserFields.All.Take(UserFields.CreatedCount);

    /// <summary>Adds every rule that the user breaks; true when there is none.</summary>
    public static bool Check(UserRow row, List<RuleViolation> violations)
    {
        var before = violations.Count;
        AddBroken(OfValues, row, violations);
        if (MayBreakRulesOfTexts(row)) AddBroken(OfTexts, row, violations);
        return violations.Count == before;
    }

    private static void AddBroken(UserRule[] rules, UserRow row, List<RuleViolation> violations)
    {
        foreach (var rule in rules)
        {
            if (!rule.Holds(row)) violations.Add(rule.Violation);
        }
    }

    /// <summary>One look at the whole row, since they are two rules for every field and hardly ever broken.</summary>
    private static bool MayBreakRulesOfTexts(UserRow row)
    {
        foreach (var info in CreatedFields)
            if (row[info.Field].Length > info.MaxCharacters) return true;
        return Utf8Text.HasControl(row.Bytes);
    }

    private static bool IsPresent(UserRow row, UserField field) => !Trimmed(row, field).IsEmpty;

    private static bool IsDate(UserRow row, UserField field) => Timestamps.TryParse(Trimmed(row, field), out _);

    /// <summary>Holds for what is no date at all: that is another rule's.</summary>
    private static bool IsDateSince(long first, UserRow row, UserField field)
    {
        if (!Timestamps.TryParse(Trimmed(row, field), out var date)) return true;
        return date >= first && (!Timestamps.TryParse(row[UserField.IngestedAt], out var now) || date <= now);
    }

    private static bool IsNumberWithin(double limit, UserRow row, UserField field)
    {
        var text = row[field];
        return Utf8Parser.TryParse(text, out double number, out var consumed) && consumed == text.Length && Math.Abs(number) <= limit;
    }

    private static bool IsWithinLength(UserRow row, UserField field) => Utf8Text.IsWithin(row[field], field.Info().MaxCharacters);

    private static ReadOnlySpan<byte> Trimmed(UserRow row, UserField field) => Utf8Text.Trim(row[field]);
}
