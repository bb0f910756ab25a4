using System.Text.Json;

namespace Streaming.AppHost.Servers.Spark;

/// <summary>Asks what Spark's pages tell programs. Each method throws where the answer is no.</summary>
internal static class SparkProbe
{
    private static readonly HttpClient Http = new();

    /// <summary>The master leads the cluster.</summary>
    public static async Task MasterAsync(SparkMasterResource master, CancellationToken cancellationToken)
    {
        using var page = await AskAsync(master.Page, "/json/", cancellationToken);
        if (page.RootElement.GetProperty("status").GetString() is var status and not "ALIVE")
            throw new InvalidDataException($"The master's state is {status}.");
    }

    /// <summary>The worker is one of the master's.</summary>
    public static async Task WorkerAsync(SparkWorkerResource worker, SparkMasterResource master, CancellationToken cancellationToken)
    {
        using var page = await AskAsync(master.Page, "/json/", cancellationToken);
        if (!page.RootElement.GetProperty("workers").EnumerateArray().Any(IsIt))
            throw new InvalidDataException("The master does not count it among its workers.");

        bool IsIt(JsonElement entry) =>
            entry.GetProperty("port").GetInt32() == worker.Endpoint.Port && entry.GetProperty("state").GetString() == "ALIVE";
    }

    /// <summary>The driver has executors to work with.</summary>
    public static async Task DriverAsync(SparkDriverResource driver, CancellationToken cancellationToken)
    {
        using var applications = await AskAsync(driver.Page, "/api/v1/applications", cancellationToken);
        foreach (var application in applications.RootElement.EnumerateArray())
        {
            using var executors = await AskAsync(driver.Page, $"/api/v1/applications/{application.GetProperty("id").GetString()}/executors", cancellationToken);
            if (executors.RootElement.EnumerateArray().Any(IsActive)) return;
        }

        throw new InvalidDataException("No worker has given it an executor.");

        static bool IsActive(JsonElement entry) => entry.GetProperty("id").GetString() != "driver" && entry.GetProperty("isActive").GetBoolean();
    }

    private static async Task<JsonDocument> AskAsync(EndpointReference page, string path, CancellationToken cancellationToken)
    {
        await using var answer = await Http.GetStreamAsync(new Uri(new Uri(page.Url), path), cancellationToken);
        return await JsonDocument.ParseAsync(answer, default, cancellationToken);
    }
}
