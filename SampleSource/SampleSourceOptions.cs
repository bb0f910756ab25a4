using Microsoft.Extensions.Options;
using Streaming.SampleSource.Faults;

namespace Streaming.SampleSource;

internal sealed class SampleSourceOptions
{
    public const string Section = "SampleSource";

    /// <summary>Users that one address may have in a <see cref="Window"/>; 0 is no limit. The live service grants 20,000.</summary>
    public int MaxUsers { get; init; }

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    public FaultOptions Faults { get; init; } = new();
}

internal sealed class SampleSourceOptionsValidator : IValidateOptions<SampleSourceOptions>
{
    public ValidateOptionsResult Validate(string? name, SampleSourceOptions options)
    {
        var errors = options.Faults.Errors($"{SampleSourceOptions.Section}:{nameof(options.Faults)}:").ToList();
        if (options.MaxUsers < 0)
            errors.Add($"{SampleSourceOptions.Section}:{nameof(options.MaxUsers)} is {options.MaxUsers}; it must be 0 (no limit) or more.");
        if (options.Window < TimeSpan.FromSeconds(1) || options.Window > TimeSpan.FromDays(1))
            errors.Add($"{SampleSourceOptions.Section}:{nameof(options.Window)} is {options.Window}; it must lie between 00:00:01 and 1.00:00:00.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
