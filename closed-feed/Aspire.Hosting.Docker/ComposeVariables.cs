using System.Text;

namespace Aspire.Hosting.Docker;

/// <summary>The variables of a compose file, which the file <c>.env</c> beside it gives values to.</summary>
internal sealed class ComposeVariables
{
    private readonly Dictionary<string, string> _descriptions = [];

    /// <summary>The variable as the compose file has it.</summary>
    public string Placeholder(string name, string suffix, string description)
    {
        var variable = $"{name}{suffix}".ToUpperInvariant().Replace('-', '_');
        _descriptions[variable] = description;
        return $"${{{variable}}}";
    }

    /// <summary>The file: each variable without a value, but for those that it has already.</summary>
    public string Render(IEnumerable<string> kept)
    {
        var given = kept.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2 && parts[0][0] != '#')
            .ToDictionary(parts => parts[0], parts => parts[1]);
        var text = new StringBuilder();
        foreach (var (variable, description) in _descriptions)
            text.Append("# ").Append(description).Append('\n').Append(variable).Append('=').Append(given.GetValueOrDefault(variable)).Append("\n\n");
        return text.ToString();
    }
}
