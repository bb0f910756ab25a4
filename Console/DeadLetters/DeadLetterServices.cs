using Streaming.Pipeline.Loops;

namespace Streaming.Console.DeadLetters;

internal static class DeadLetterServices
{
    public static void AddDeadLetters(this IServiceCollection services)
    {
        // A push sent twice stores nothing twice.
        services.AddHttpClient(ReplayClient.ClientName).AddStandardResilience(options =>
        {
            options.RepeatsAnyRequest = true;
            options.MaxAttempts = 4;
            options.AttemptTimeout = TimeSpan.FromSeconds(10);
            options.TotalTimeout = TimeSpan.FromSeconds(25);
            options.MaxRetryAfter = TimeSpan.FromSeconds(5);
        });
        services.AddSingleton<ReplayClient>();
        services.AddSingleton<Letters>();
        services.AddSingleton<LetterLedger>();
        services.AddSingleton<LetterJobs>();
        services.AddSingleton<RawLookup>();
        services.AddSingleton<Replayer>();
        services.AddSingleton<Outcomes>();
        services.AddLoop<LetterFollower>(LetterFollower.LoopName);
        services.AddLoop<JobLoop>(JobLoop.LoopName);
    }
}
