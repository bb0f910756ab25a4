namespace Streaming.AppHost.Status;

/// <summary>The lines that the user sees.</summary>
internal static class Terminal
{
    private const int NameWidth = 18;

    public static void Line(string name, string text) => Console.Out.WriteLine($"  {name.PadRight(NameWidth)}{text}");

    public static void Indented(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Console.Out.WriteLine($"    | {line}");
    }
}
