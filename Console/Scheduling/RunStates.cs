using System.Text.Json;
using Streaming.Pipeline.Scheduling;

namespace Streaming.Console.Scheduling;

/// <summary>How the states of runs look and are called: never by colour alone.</summary>
internal static class RunStates
{
    public static readonly IReadOnlyList<RunState> All = Enum.GetValues<RunState>();

    /// <summary>As the API has it.</summary>
    public static string NameOf(RunState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    public static RunState? Parse(string? name) => Enum.TryParse<RunState>(name, ignoreCase: true, out var state) ? state : null;

    public static bool HasEnded(RunState state) => state is RunState.Succeeded or RunState.Failed or RunState.Cancelled;

    /// <summary>What stands in a run's square.</summary>
    public static char Sign(RunState state) => state switch
    {
        RunState.Queued => '·',
        RunState.Running => '▶',
        RunState.Waiting => '↻',
        RunState.Succeeded => '✓',
        RunState.Failed => '✕',
        _ => '–',
    };

    /// <summary>The style sheet's class: how good that state is.</summary>
    public static string Tone(RunState state) => state switch
    {
        RunState.Succeeded => "good",
        RunState.Failed => "bad",
        RunState.Waiting => "warn",
        _ => "",
    };

    /// <summary>In a list, where there is room to say what a waiting run waits for.</summary>
    public static string Words(RunState state) => state == RunState.Waiting ? "waiting to try again" : NameOf(state);
}
