using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Streaming.Console.Scheduling;

internal static class SchedulingRegistration
{
    // Longer than any answer takes, shorter than a viewer waits.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>What the pages of schedules and runs need.</summary>
    public static void AddScheduling(this IServiceCollection services) => services.AddHttpClient<SchedulesClient>((provider, http) =>
    {
        http.BaseAddress = new Uri("http://ingestion");
        http.Timeout = Deadline;
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", provider.GetRequiredService<IOptions<ConsoleOptions>>().Value.IngestionApiKey);
    });
}
