using Streaming.Console;
using Streaming.Console.Access;
using Streaming.Console.Components;
using Streaming.Pipeline.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddConsole();

await using var app = builder.Build();
if (args is ["setup", ..])
{
    return await SetupStep.RunAsync(app.Services, (services, cancellationToken) => services.GetRequiredService<Setup>().RunAsync(cancellationToken));
}

app.UseSameOrigin();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapDefaultEndpoints();
app.MapStaticAssets().AllowAnonymous();
app.MapLogin();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();
return 0;
