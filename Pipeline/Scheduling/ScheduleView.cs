namespace Streaming.Pipeline.Scheduling;

/// <summary>A schedule as it stands.</summary>
/// <param name="NextRun">The next logical time; null while paused, or when there is none any more.</param>
/// <param name="LastRun">The run with the newest logical time.</param>
/// <param name="ActiveRuns">Runs that are running or wait for their next attempt.</param>
/// <param name="QueuedRuns">Runs that wait to be started.</param>
/// <param name="Waiting">Why the schedule starts nothing although it is not paused, in words; null: nothing is in its way.</param>
public sealed record ScheduleView(
    ScheduleSpec Spec, bool Paused, DateTimeOffset? NextRun, RunView? LastRun, int ActiveRuns, int QueuedRuns, string? Waiting);

/// <summary>What <c>POST /api/schedules/preview</c> answers.</summary>
/// <param name="NextRuns">The next ten logical times; empty where there are faults.</param>
/// <param name="Faults">What keeps the schedule from being saved.</param>
public sealed record SchedulePreview(IReadOnlyList<DateTimeOffset> NextRuns, IReadOnlyList<FieldFault> Faults);

/// <summary>What is wrong with one field of a request. Problem details have a list of these as <c>errors</c>.</summary>
/// <param name="Field">As it is called in the JSON.</param>
/// <param name="Value">As given.</param>
/// <param name="Message">What would be right.</param>
public sealed record FieldFault(string Field, string? Value, string Message);
