using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Streaming.Tests.EndToEnd;

/// <summary>The recorded answers of the real API as an API: page N is the N-th recording, whatever the seed; after the last there are no users.</summary>
internal sealed class RecordedSource : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RecordedSource(WebApplication app, List<byte[]> pages)
    {
        _app = app;
        Pages = pages;
    }

    public IReadOnlyList<byte[]> Pages { get; }

    public string Address => new Uri(new Uri(_app.Urls.First()), "api/").ToString();

    public static async Task<RecordedSource> StartAsync()
    {
        var folder = RecordedAnswers.Folder;
        var pages = Directory.GetFiles(folder, "*.json").Concat(Directory.GetFiles(folder, "*.json.gz")).Order().Select(ReadAll).ToList();

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/api/", (int page) => Results.Bytes(page <= pages.Count ? pages[page - 1] : """{"results":[]}"""u8.ToArray(), "application/json"));
        await app.StartAsync();
        return new RecordedSource(app, pages);
    }

    /// <summary>Every user of every recording.</summary>
    public IEnumerable<JsonElement> Users() => Pages.SelectMany(page => JsonDocument.Parse(page).RootElement.GetProperty("results").EnumerateArray());

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static byte[] ReadAll(string file)
    {
        if (!file.EndsWith(".gz", StringComparison.Ordinal)) return File.ReadAllBytes(file);
        using var unpacked = new MemoryStream();
        using (var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress)) packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
