using Microsoft.Extensions.Options;

namespace Streaming.CassandraSink;

/// <summary>Section <c>Sink</c> of the configuration.</summary>
internal sealed class SinkOptions
{
    public const string Section = "Sink";

    /// <summary>The most rows in one transaction.</summary>
    public int MaxRows { get; set; } = 5_000;

    /// <summary>About the most bytes in one transaction; a row that is larger goes alone.</summary>
    public int MaxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long an idle sink waits for records before it looks round.</summary>
    public TimeSpan ReadWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the tables may take for one attempt at a write; finding rows that the server refuses takes many.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

internal sealed class SinkOptionsValidator : IValidateOptions<SinkOptions>
{
    public ValidateOptionsResult Validate(string? name, SinkOptions options)
    {
        var errors = new List<string>();
        Check(nameof(options.MaxRows), options.MaxRows, options.MaxRows is >= 1 and <= 100_000, "from 1 to 100000");
        Check(nameof(options.MaxBytes), options.MaxBytes, options.MaxBytes is >= 64 * 1024 and <= 64 * 1024 * 1024, "from 65536 to 67108864");
        Check(nameof(options.ReadWait), options.ReadWait, options.ReadWait > TimeSpan.Zero && options.ReadWait <= TimeSpan.FromSeconds(10),
            "more than 0 and at most 00:00:10");
        Check(nameof(options.WriteTimeout), options.WriteTimeout,
            options.WriteTimeout >= TimeSpan.FromSeconds(1) && options.WriteTimeout <= TimeSpan.FromMinutes(10), "from 00:00:01 to 00:10:00");
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;

        void Check(string key, object value, bool valid, string range)
        {
            if (!valid) errors.Add($"{SinkOptions.Section}:{key} is {value}; it must be {range}.");
        }
    }
}
