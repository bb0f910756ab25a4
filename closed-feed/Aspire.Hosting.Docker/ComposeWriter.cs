using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace Aspire.Hosting.Docker;

/// <summary>Writes a compose file as YAML, every text in double quotes, as JSON has it, which is YAML too.</summary>
internal sealed class ComposeWriter
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _text = new();

    private ComposeWriter()
    {
    }

    public static string Write(ComposeFile file)
    {
        var writer = new ComposeWriter();
        writer.Line(0, "services:");
        foreach (var (name, service) in file.Services)
            writer.Add(name, service);
        writer.Line(0, "networks:");
        writer.Line(1, $"{ComposeFile.Network}:");
        writer.Scalar(2, "driver", "bridge");
        if (file.Volumes.Count > 0)
            writer.Line(0, "volumes:");
        foreach (var (name, volume) in file.Volumes)
        {
            writer.Line(1, $"{name}:");
            writer.Scalar(2, "driver", volume.Driver);
        }

        return writer._text.ToString();
    }

    private void Add(string name, Service service)
    {
        Line(1, $"{name}:");
        Scalar(2, "image", service.Image);
        List(2, "entrypoint", service.Entrypoint);
        List(2, "command", service.Command);
        if (service.Environment.Count > 0)
            Line(2, "environment:");
        foreach (var (variable, value) in service.Environment)
            Scalar(3, variable, value);
        List(2, "ports", service.Ports);
        List(2, "expose", service.Expose);
        if (service.Volumes.Count > 0)
            Line(2, "volumes:");
        foreach (var volume in service.Volumes)
            Add(volume);
        if (service.DependsOn.Count > 0)
            Line(2, "depends_on:");
        foreach (var (other, dependency) in service.DependsOn)
        {
            Line(3, $"{other}:");
            Scalar(4, "condition", dependency.Condition);
        }

        if (service.Healthcheck is { } check)
            Add(check);
        Scalar(2, "restart", service.Restart);
        List(2, "networks", [ComposeFile.Network]);
    }

    private void Add(Volume volume)
    {
        Line(3, $"- type: {Quote(volume.Type ?? "volume")}");
        Scalar(4, "target", volume.Target);
        Scalar(4, "source", volume.Source);
        Line(4, $"read_only: {(volume.ReadOnly == true ? "true" : "false")}");
    }

    private void Add(Healthcheck check)
    {
        Line(2, "healthcheck:");
        List(3, "test", check.Test);
        Scalar(3, "interval", check.Interval);
        Scalar(3, "timeout", check.Timeout);
        if (check.Retries is { } retries)
            Line(3, string.Create(CultureInfo.InvariantCulture, $"retries: {retries}"));
        Scalar(3, "start_period", check.StartPeriod);
    }

    private void List(int depth, string name, List<string> items)
    {
        if (items.Count == 0)
            return;
        Line(depth, $"{name}:");
        foreach (var item in items)
            Line(depth + 1, $"- {Quote(item)}");
    }

    private void Scalar(int depth, string name, string? value)
    {
        if (value is not null)
            Line(depth, $"{name}: {Quote(value)}");
    }

    private void Line(int depth, string text) => _text.Append(' ', 2 * depth).Append(text).Append('\n');

    private static string Quote(string text) => JsonSerializer.Serialize(text, Json);
}
