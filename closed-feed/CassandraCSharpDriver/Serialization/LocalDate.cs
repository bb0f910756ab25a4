using System.Globalization;

namespace Cassandra;

/// <summary>A day without a time zone: the value of a <c>date</c> column.</summary>
internal class LocalDate : IComparable<LocalDate>, IEquatable<LocalDate>
{
    private const uint Epoch = 1u << 31;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public LocalDate(int year, int month, int day)
    {
        Year = year;
        Month = month;
        Day = day;
        DaysSinceEpochCentered = Epoch + (uint)(new DateOnly(year, month, day).DayNumber - EpochDay);
    }

    internal LocalDate(uint daysSinceEpochCentered)
    {
        var date = DateOnly.FromDayNumber(EpochDay + (int)(daysSinceEpochCentered - Epoch));
        (Year, Month, Day) = date;
        DaysSinceEpochCentered = daysSinceEpochCentered;
    }

    public int Day { get; }

    public int Month { get; }

    public int Year { get; }

    /// <summary>The wire form: days since 1970, with 1970 in the middle of the range.</summary>
    internal uint DaysSinceEpochCentered { get; }

    public static LocalDate Parse(string value)
    {
        var date = DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new LocalDate(date.Year, date.Month, date.Day);
    }

    public int CompareTo(LocalDate? other) => other is null ? 1 : DaysSinceEpochCentered.CompareTo(other.DaysSinceEpochCentered);

    public bool Equals(LocalDate? other) => other is not null && DaysSinceEpochCentered == other.DaysSinceEpochCentered;

    public override bool Equals(object? obj) => Equals(obj as LocalDate);

    public override int GetHashCode() => DaysSinceEpochCentered.GetHashCode();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}-{Day:D2}");
}
