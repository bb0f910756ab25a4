using Streaming.Pipeline.Scheduling;

namespace Streaming.Console.Scheduling;

/// <summary>Ingestion did not do what was asked; the message says why, for the viewer to read.</summary>
/// <param name="faults">What is wrong with which field; empty where no field is to blame.</param>
internal sealed class SchedulesException(string message, IReadOnlyList<FieldFault> faults, Exception? cause = null) : Exception(message, cause)
{
    public IReadOnlyList<FieldFault> Faults { get; } = faults;
}
