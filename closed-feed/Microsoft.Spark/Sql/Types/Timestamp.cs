using System.Globalization;

namespace Microsoft.Spark.Sql.Types;

/// <summary>A point in time, in microseconds, UTC.</summary>
public class Timestamp
{
    private readonly DateTime _utc;

    public Timestamp(DateTime dateTime) => _utc = dateTime.ToUniversalTime();

    public DateTime ToDateTime() => _utc;

    public override string ToString() => _utc.ToString("yyyy-MM-dd HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
