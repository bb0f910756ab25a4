using System.Net;

namespace Cassandra;

/// <summary>No host of the query plan took the request; <see cref="Errors"/> says why, host by host.</summary>
public class NoHostAvailableException : DriverException
{
    public NoHostAvailableException(Dictionary<IPEndPoint, Exception> errors)
        : base(Describe(errors), errors.Count == 0 ? null : errors.First().Value) => Errors = errors;

    internal NoHostAvailableException(string message)
        : base(message) => Errors = [];

    public Dictionary<IPEndPoint, Exception> Errors { get; }

    private static string Describe(Dictionary<IPEndPoint, Exception> errors) => errors.Count == 0
        ? "No host is known to be up."
        : $"None of {errors.Count} hosts took the request: {string.Join("; ", errors.Select(error => Describe(error.Key, error.Value)))}";

    private static string Describe(IPEndPoint host, Exception error) => $"{host}: {error.GetType().Name}: {error.Message}";
}
