using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;
using Streaming.StreamProcessor;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("streaming");
builder.AddLog();
builder.Services.AddSingleton<PostgresSchemaRegistry>();
builder.Services.AddProcessor();

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
