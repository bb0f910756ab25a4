using Streaming.SampleSource;
using Streaming.SampleSource.Faults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddApi();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapApi();
app.MapFaults();
app.Run();
