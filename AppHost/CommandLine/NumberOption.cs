using System.CommandLine;
using System.Globalization;

namespace Streaming.AppHost.CommandLine;

/// <summary>
/// An option that is a whole number within bounds. The parser's own message for what is no number names a .NET type; this one says what to give.
/// </summary>
internal sealed class NumberOption : Option<string>
{
    private readonly int _least;
    private readonly int _most;

    public NumberOption(string name, int @default, int least, int most)
        : base(name)
    {
        (_least, _most) = (least, most);
        HelpName = "number";
        DefaultValueFactory = _ => @default.ToString(CultureInfo.InvariantCulture);
        Validators.Add(result =>
        {
            if (Parse(result.GetValueOrDefault<string>()) is null)
                result.AddError($"{name} {result.GetValueOrDefault<string>()} is not a number between {least} and {most}.");
        });
    }

    public int Of(ParseResult parsed) => Parse(parsed.GetValue(this))!.Value;

    private int? Parse(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= _least && number <= _most ? number : null;
}
