using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Streaming.Console.Access;
using Streaming.Console.DeadLetters;
using Streaming.Console.Metrics;
using Streaming.Console.OneEvent;
using Streaming.Console.Reconciliation;
using Streaming.Console.Records;
using Streaming.Console.Scheduling;
using Streaming.Console.Schemas;
using Streaming.Console.Tables;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;

namespace Streaming.Console;

internal static class ConsoleServices
{
    /// <summary>Everything but the endpoints. Which servers play which part is told by the connection strings, as to the services.</summary>
    public static void AddConsole(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ConsoleOptions>().BindConfiguration(ConsoleOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConsoleOptions>, ConsoleOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);

        builder.AddNpgsqlDataSource("streaming");
        builder.AddLog();
        builder.AddSchemaRegistry(client => client.AddLookupResilience(), [.. Topics.All]);
        builder.AddTables();
        services.AddReconciliation();
        services.AddSingleton<EventTrail>();
        services.AddSingleton<Setup>();
        services.AddSingleton<TopicReader>().AddSingleton<RecordReader>().AddSingleton<SchemaNamer>().AddSingleton<SchemaReader>();
        services.AddMetricsFeed();
        services.AddScheduling();
        services.AddDeadLetters();

        // That a request without the cookie was refused is its answer, and no news.
        builder.Logging.AddFilter(typeof(TokenAuthentication).FullName, LogLevel.Warning);
        services.AddAuthentication(TokenAuthentication.Scheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Scheme, configureOptions: null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(TokenAuthentication.Policy);
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddCascadingAuthenticationState();

        // Run from the build's output, assets lie where the project and its packages have them.
        builder.WebHost.UseStaticWebAssets();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddScoped<Viewer>();
    }
}
