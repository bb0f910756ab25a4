using System.Text.Json;

namespace Streaming.Tests.Benchmarks;

/// <summary>What a benchmark measured.</summary>
internal interface IFigures
{
    void Print();
}

internal static class FiguresFile
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Prints the figures and, where a file is given, writes them to it as one JSON object, names in snake case.</summary>
    public static async Task ReportAsync<T>(T figures, FileInfo? file, CancellationToken cancellationToken) where T : IFigures
    {
        figures.Print();
        if (file is null) return;
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, figures, Json, cancellationToken);
    }
}
