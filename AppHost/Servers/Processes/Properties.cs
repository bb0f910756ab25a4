using System.Globalization;
using System.Text;

namespace Streaming.AppHost.Servers.Processes;

/// <summary>Java's <c>.properties</c> files.</summary>
internal static class Properties
{
    public static string Render(params (string Key, object Value)[] entries)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in entries)
            text.Append(CultureInfo.InvariantCulture, $"{key}={Escape(Text(value))}\n");
        return text.ToString();
    }

    private static string Text(object value) => value is bool flag
        ? flag ? "true" : "false"
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    // The file is read as Latin-1, and a backslash begins an escape.
    private static string Escape(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (c == '\\')
                text.Append(@"\\");
            else if (c is >= ' ' and < '\x7f')
                text.Append(c);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return text.ToString();
    }
}
