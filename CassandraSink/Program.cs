using Streaming.CassandraSink;
using Streaming.CassandraSink.Tables;
using Streaming.Pipeline.Hosting;
using Streaming.Pipeline.Log;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
if (builder.Configuration.InPostgres("kafka", "registry", "cassandra")) builder.AddNpgsqlDataSource("streaming");
builder.AddLog();
builder.AddSink();

await using var app = builder.Build();
if (args is ["setup", ..])
{
    return await SetupStep.RunAsync(app.Services, async (services, cancellationToken) =>
    {
        await services.GetRequiredService<ITableStore>().SetUpAsync(cancellationToken);
        Log.SetUp(app.Logger);
    });
}

app.MapDefaultEndpoints();
await app.RunAsync();
return 0;
