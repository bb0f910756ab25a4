using System.Text.Json;

namespace Streaming.Console.Metrics;

/// <summary>One process of a service, as it was when it was last asked.</summary>
internal sealed class ServiceInstance(string service, Uri address)
{
    private readonly Uri _metrics = new(address, "/metrics");
    private readonly Uri _health = new(address, "/health");
    private Totals? _last;

    public string Service => service;

    /// <summary>Why it gave no metrics; null if it did.</summary>
    public string? Fault { get; private set; } = "it was not asked yet";

    public HealthReading Health { get; private set; } = HealthReading.Well;

    /// <summary>What went through it since it was asked before.</summary>
    public Totals Growth { get; private set; } = new();

    public long? RelayLag { get; private set; }

    /// <summary>Asks for metrics and health at once. A server that does not answer is a state, no failure.</summary>
    /// <param name="deadline">When it ends, what is not answered counts as such.</param>
    public async Task AskAsync(HttpClient http, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var health = ReadHealthAsync(http, deadline, cancellationToken);
        Growth = new Totals();
        RelayLag = null;
        try
        {
            var reading = MetricsReading.Parse(await http.GetStringAsync(_metrics, deadline));
            if (_last is not null) Growth = reading.Totals.Since(_last);
            _last = reading.Totals;
            RelayLag = reading.RelayLag;
            Fault = null;
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancellationToken))
        {
            Fault = WordsOf(failure);
        }

        Health = await health;
    }

    private async Task<HealthReading> ReadHealthAsync(HttpClient http, CancellationToken deadline, CancellationToken cancellationToken)
    {
        try
        {
            // Unhealthy is 503, with the reasons in the body.
            using var response = await http.GetAsync(_health, deadline);
            return HealthReading.Parse(await response.Content.ReadAsByteArrayAsync(deadline));
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancellationToken))
        {
            return HealthReading.NotTold($"its health is not known: {WordsOf(failure)}");
        }
    }

    private static bool IsNoAnswer(Exception failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && failure is HttpRequestException or OperationCanceledException or IOException or FormatException or JsonException;

    private static string WordsOf(Exception failure) => failure is OperationCanceledException ? "there was no answer in time" : failure.Message;
}
