using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Streaming.Console.Access;
using Streaming.Console.DeadLetters;
using Streaming.Console.Tables;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;

namespace Streaming.Console;

internal static class ConsoleServices
{
    /// <summary>Everything but the endpoints. Which servers play which part is told by the connection strings, as to the services.</summary>
    public static void AddConsole(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ConsoleOptions>().BindConfiguration(ConsoleOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConsoleOptions>, ConsoleOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);

        builder.AddNpgsqlDataSource("streaming");
        builder.AddLog();
        builder.AddSchemaRegistry(client => client.AddLookupResilience(), [.. Topics.All]);
        builder.AddTables();
        services.AddSingleton<Setup>();
        services.AddDeadLetters();

        services.AddAuthentication(TokenAuthentication.Scheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Scheme, configureOptions: null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(TokenAuthentication.Policy);
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddCascadingAuthenticationState();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddScoped<Viewer>();
    }
}
