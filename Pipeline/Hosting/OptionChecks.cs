using System.Globalization;
using Microsoft.Extensions.Options;

namespace Streaming.Pipeline.Hosting;

/// <summary>Collects what is wrong with the options of a section, each error with its key and the bad value.</summary>
public sealed class OptionChecks(string section)
{
    private readonly List<string> _errors = [];

    public ValidateOptionsResult Result => _errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_errors);

    public OptionChecks Between<T>(string key, T value, T least, T most)
        where T : IComparable<T> =>
        Require(value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, key, value,
            string.Create(CultureInfo.InvariantCulture, $"must lie between {least} and {most}"));

    public OptionChecks Require(bool holds, string key, object? value, string rule)
    {
        if (!holds) _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{section}:{key} is '{value}'; it {rule}."));
        return this;
    }
}
