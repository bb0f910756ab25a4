using Streaming.Ingestion;
using Streaming.Ingestion.Api;
using Streaming.Ingestion.Push;
using Streaming.Pipeline.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddIngestion();

var app = builder.Build();
if (args is ["setup", ..])
{
    return await SetupStep.RunAsync(app.Services, (services, cancellationToken) => services.GetRequiredService<Setup>().RunAsync(cancellationToken));
}

app.MapDefaultEndpoints();
PushEndpoint.Map(app);
ApiEndpoints.Map(app);
app.Run();
return 0;
