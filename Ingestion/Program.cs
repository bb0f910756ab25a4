using Streaming.Ingestion;
using Streaming.Ingestion.Push;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddIngestion();

var app = builder.Build();
if (args is ["setup", ..])
{
    await app.Services.GetRequiredService<Setup>().RunAsync(app.Lifetime.ApplicationStopping);
    return;
}

app.MapDefaultEndpoints();
PushEndpoint.Map(app);
app.Run();
