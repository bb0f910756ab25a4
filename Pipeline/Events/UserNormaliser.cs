using System.Globalization;
using System.Text;

namespace Streaming.Pipeline.Events;

/// <summary>Turns a valid user of the created form into the processed form. The same row gives the same result, whenever and wherever.</summary>
public static class UserNormaliser
{
    private static readonly UserField[] Texts =
        [.. UserFields.All.Take(UserFields.CreatedCount).Where(info => info.Kind == FieldKind.Text).Select(info => info.Field)];

    /// <summary>
    /// Normalises the row in place: Unicode NFC and trimmed (what is empty then is absent); e-mail domain in lower case and ASCII; gender in lower case;
    /// nationality and country as ISO 3166-1 alpha-2 in upper case, a missing country taken from the nationality; dates as
    /// <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>; of a phone the digits and a leading +; then adds <c>age</c> (whole years at <c>ingested_at</c>), <c>full_name</c>
    /// and <c>processed_at</c>.
    /// </summary>
    /// <param name="row">A user that breaks no rule.</param>
    /// <param name="processedAtMicros">Microseconds since 1970.</param>
    public static void Normalise(UserRow row, long processedAtMicros)
    {
        foreach (var field in Texts) NormaliseText(row, field);

        row.Set(UserField.Id, Parse(row));
        if (Genders.TryFind(row[UserField.Gender], out var gender)) row.Set(UserField.Gender, gender);
        if (Countries.TryFindCode(row[UserField.Nationality], out var nationality)) row.Set(UserField.Nationality, nationality);
        if (Countries.TryFind(row[UserField.Country], out var country)) row.Set(UserField.Country, country);
        else if (!row.Has(UserField.Country)) row.Set(UserField.Country, nationality);
        EmailAddress.Normalise(row);
        NormalisePhone(row);
        SetAge(row);
        NormaliseDate(row, UserField.DateOfBirth);
        NormaliseDate(row, UserField.RegisteredDate);
        SetFullName(row);
        row.SetTimestamp(UserField.ProcessedAt, processedAtMicros);
    }

    /// <summary>An e-mail address as <see cref="Normalise"/> leaves it, so that who looks for a user finds what is stored.</summary>
    public static string NormaliseEmail(string address)
    {
        var row = new UserRow();
        row.Set(UserField.Email, Encoding.UTF8.GetBytes(address));
        NormaliseText(row, UserField.Email);
        if (row.Has(UserField.Email)) EmailAddress.Normalise(row);
        return Encoding.UTF8.GetString(row[UserField.Email]);
    }

    private static Guid Parse(UserRow row) => RawRecord.TryParseUuid(row[UserField.Id], out var id) ? id : Guid.Empty;

    private static void NormaliseText(UserRow row, UserField field)
    {
        var text = row[field];
        var length = Utf8Text.ToNfc(text, row);
        if (length >= 0)
        {
            row.Commit(field, length);
            text = row[field];
        }

        var trimmed = Utf8Text.Trim(text);
        if (trimmed.IsEmpty) row.Remove(field);
        else if (trimmed.Length < text.Length) row.Slice(field, text.IndexOf(trimmed), trimmed.Length);
    }

    private static void NormaliseDate(UserRow row, UserField field)
    {
        if (!Timestamps.TryParse(row[field], out var micros)) return;
        Timestamps.WriteMillis(micros, row.Reserve(Timestamps.MillisLength));
        row.Commit(field, Timestamps.MillisLength);
    }

    private static void NormalisePhone(UserRow row)
    {
        var phone = row[UserField.Phone];
        var output = row.Reserve(phone.Length);
        var length = 0;
        foreach (var rune in new Utf8Text.RuneEnumerable(phone))
        {
            if (rune.Value == '+' && length == 0) output[length++] = (byte)'+';
            else if (Rune.IsDigit(rune)) output[length++] = (byte)('0' + (int)Rune.GetNumericValue(rune));
        }

        if (length > (length > 0 && output[0] == '+' ? 1 : 0)) row.Commit(UserField.Phone, length);
        else row.Remove(UserField.Phone);
    }

    private static void SetAge(UserRow row)
    {
        if (!Timestamps.TryParse(row[UserField.DateOfBirth], out var born) || !Timestamps.TryParse(row[UserField.IngestedAt], out var now)) return;

        var (birth, present) = (Timestamps.ToDateTime(born), Timestamps.ToDateTime(now));
        var age = present.Year - birth.Year;
        if (birth.AddYears(age) > present) age--;
        age.TryFormat(row.Reserve(11), out var written, default, CultureInfo.InvariantCulture);
        row.Commit(UserField.Age, written);
    }

    private static void SetFullName(UserRow row)
    {
        var output = row.Reserve(row[UserField.FirstName].Length + 1 + row[UserField.LastName].Length);
        var first = row[UserField.FirstName];
        var last = row[UserField.LastName];
        first.CopyTo(output);
        output[first.Length] = (byte)' ';
        last.CopyTo(output[(first.Length + 1)..]);
        row.Commit(UserField.FullName, first.Length + 1 + last.Length);
    }
}
