using Streaming.CassandraSink;
using Streaming.CassandraSink.Tables;
using Streaming.Pipeline.Log;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("streaming");
builder.AddLog();
builder.AddSink();

await using var app = builder.Build();
if (args is ["setup", ..])
{
    await app.Services.GetRequiredService<ITableStore>().SetUpAsync(CancellationToken.None);
    Log.SetUp(app.Logger);
    return;
}

app.MapDefaultEndpoints();
await app.RunAsync();
