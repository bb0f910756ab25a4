using Streaming.Pipeline.Events;
using Streaming.Pipeline.Hosting;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Schemas;
using Streaming.StreamProcessor;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
if (builder.Configuration.InPostgres("kafka", "registry")) builder.AddNpgsqlDataSource("streaming");
builder.AddLog();
builder.AddSchemaRegistry(
    client => client.AddLookupResilience(), Topics.UsersCreated, Topics.UsersProcessed, Topics.UsersRejected, Topics.UsersStats);
builder.Services.AddProcessor(builder.Configuration);

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
