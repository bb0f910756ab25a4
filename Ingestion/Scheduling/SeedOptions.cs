using Microsoft.Extensions.Options;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Ingestion.Scheduling;

/// <summary>Schedules that are created where there are none of their names; section <c>Ingestion</c>.</summary>
internal sealed class SeedOptions
{
    public const string Section = "Ingestion";

    /// <summary>As the API has them; what is changed there later stays.</summary>
    public List<ScheduleSpec> Schedules { get; set; } = [];
}

internal sealed class SeedOptionsValidator(TimeProvider time) : IValidateOptions<SeedOptions>
{
    public ValidateOptionsResult Validate(string? name, SeedOptions options)
    {
        List<string> errors =
        [
            .. from seed in options.Schedules.Index()
               from fault in ScheduleRules.Check(seed.Item, time.GetUtcNow())
               select $"{SeedOptions.Section}:{nameof(options.Schedules)}:{seed.Index}: {fault.Message}",
        ];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
