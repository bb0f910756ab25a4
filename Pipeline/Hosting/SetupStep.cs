using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Streaming.Pipeline.Hosting;

/// <summary>The setup step of a service: what it creates once, before services run, in a process of its own.</summary>
public static class SetupStep
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs the step within a deadline; where it fails, one line on standard error says what failed, why, and what to do.</summary>
    /// <param name="services">Resolved by the step itself, so that a fault in the configuration is told in the same way.</param>
    /// <param name="errors">Standard error unless given.</param>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(
        IServiceProvider services, Func<IServiceProvider, CancellationToken, Task> step, TextWriter? errors = null)
    {
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            await step(services, deadline.Token);
            return 0;
        }
        catch (Exception failure)
        {
            var service = services.GetRequiredService<IHostEnvironment>().ApplicationName;
            var line = $"{service} setup failed: {Explain(failure, deadline.IsCancellationRequested)}".ReplaceLineEndings(" ");
            await (errors ?? Console.Error).WriteLineAsync(line);
            return 1;
        }
    }

    private static string Explain(Exception failure, bool late) => failure switch
    {
        OperationCanceledException when late => $"it did not end within {Limit.TotalSeconds:F0} s. See what holds PostgreSQL up, then run setup again.",
        PostgresException { SqlState: ['2', '8', ..] or PostgresErrorCodes.InvalidCatalogName } refused =>
            $"PostgreSQL refused the connection ({refused.SqlState}: {refused.MessageText}). Correct ConnectionStrings:streaming.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"the user of ConnectionStrings:streaming lacks a right ({refused.MessageText}). Grant it, then run setup again.",
        PostgresException refused =>
            $"PostgreSQL answered {refused.SqlState}: {refused.MessageText}. {refused.Hint ?? "Mend that"}, then run setup again: it goes on where it was.",
        HttpRequestException { StatusCode: null } => $"{failure.Message} Start it or correct ConnectionStrings:registry, then run setup again.",
        NpgsqlException or TimeoutException =>
            $"PostgreSQL can't be reached ({failure.GetBaseException().Message}). Start it or correct ConnectionStrings:streaming, then run setup again.",
        _ => failure.Message,
    };
}
