using System.Text.Json;

namespace Streaming.Tests.Benchmarks;

internal static class FiguresFile
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Writes the figures as one JSON object, names in snake case.</summary>
    public static async Task WriteAsync<T>(T figures, FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, figures, Json, cancellationToken);
    }
}
