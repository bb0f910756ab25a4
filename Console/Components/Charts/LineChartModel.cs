using System.Globalization;
using System.Text;

namespace Streaming.Console.Components.Charts;

/// <summary>A line chart laid out in the units of its drawing, once for all who look at it.</summary>
/// <param name="Summary">What the lines show, in words.</param>
/// <param name="Marks">Heights with a line across, and what they stand for.</param>
public sealed record LineChartModel(
    string Title, string Summary, IReadOnlyList<ChartLine> Lines, IReadOnlyList<(double Y, string Text)> Marks)
{
    public const double Width = 640;
    public const double Height = 220;
    public const double Left = 64;
    public const double Right = Width - 12;
    public const double Top = 10;
    public const double Bottom = Height - 26;

    /// <param name="lines">Values at even distances, the last one now; null where there is none.</param>
    /// <param name="words">How a value is written, with its unit.</param>
    public static LineChartModel Of(string title, IReadOnlyList<(string Name, double?[] Values)> lines, Func<double, string> words)
    {
        var highest = lines.SelectMany(line => line.Values).Max() ?? 0;
        var step = Step(highest);
        var top = Math.Max(step, Math.Ceiling(highest / step) * step);
        var marks = Enumerable.Range(0, (int)Math.Round(top / step) + 1)
            .Select(mark => (Y(mark * step, top), mark == 0 ? "0" : words(mark * step))).ToList();
        var drawn = lines.Select(line => new ChartLine(line.Name, Path(line.Values, top), line.Values[^1] is { } now ? words(now) : "no value")).ToList();
        var summary = $"Now: {string.Join(", ", drawn.Select(line => $"{line.Name} {line.Latest}"))}. Highest in 30 minutes: {words(highest)}.";
        return new LineChartModel(title, summary, drawn, marks);
    }

    // 1, 2 or 5 times a power of ten, so that three to six of them reach the highest.
    private static double Step(double highest)
    {
        if (highest <= 0) return 1;
        var rough = highest / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }

    private static double Y(double value, double top) => Bottom - (Bottom - Top) * value / top;

    private static string Path(double?[] values, double top)
    {
        var path = new StringBuilder(values.Length * 12);
        var draws = false;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } value)
            {
                draws = false;
                continue;
            }

            var x = Left + (Right - Left) * i / Math.Max(1, values.Length - 1);
            path.Append(CultureInfo.InvariantCulture, $"{(draws ? 'L' : 'M')}{x:0.#} {Y(value, top):0.#}");
            draws = true;
        }

        return path.ToString();
    }
}

/// <param name="Path">In SVG's language.</param>
/// <param name="Latest">Its last value in words.</param>
public sealed record ChartLine(string Name, string Path, string Latest);
