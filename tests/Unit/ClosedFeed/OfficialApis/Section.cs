using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>What a heading or a sentence says of all that follows: a namespace, the class of the extension methods, what they extend and return.</summary>
internal sealed partial class Section
{
    /// <summary>Where the file writes one alone, in back ticks, the types after it are there.</summary>
    private static readonly HashSet<string> Namespaces = new(StringComparer.Ordinal)
    {
        "Aspire.Hosting", "Aspire.Hosting.ApplicationModel", "Aspire.Hosting.Eventing", "Aspire.Hosting.Lifecycle", "Aspire.Hosting.Publishing",
        "Aspire.Hosting.Postgres", "Aspire.Hosting.Testing", "Aspire.Hosting.Docker", "Aspire.Hosting.Docker.Resources",
        "Aspire.Hosting.Docker.Resources.ComposeNodes", "Aspire.Hosting.Docker.Resources.ServiceNodes", "Aspire.Npgsql", "Aspire.Confluent.Kafka",
        "Cassandra", "Cassandra.Metrics", "Cassandra.Metrics.Abstractions", "Cassandra.Mapping", "Cassandra.Data.Linq", "Cassandra.OpenTelemetry",
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Spark", "Microsoft.Spark.Sql", "Microsoft.Spark.Sql.Avro",
        "Microsoft.Spark.Sql.Expressions", "Microsoft.Spark.Sql.Streaming", "Microsoft.Spark.Sql.Types", "OpenTelemetry",
    };

    private string? _ofPart;
    private string? _ofSection;
    private string? _ofClass;

    public string? Namespace => _ofSection ?? _ofPart;

    /// <summary>The class of the extension methods, where their table names none.</summary>
    public string? Class { get; private set; }

    public string? Extends { get; private set; }

    public string? Returns { get; private set; }

    public IReadOnlyDictionary<string, string[]> Constraints { get; private set; } = new Dictionary<string, string[]>();

    /// <summary>A method that a sentence names, whose lists of parameters are the table after it.</summary>
    public OfficialMember? Method { get; set; }

    /// <summary>The type of the last sentence, for a table that names none.</summary>
    public string? Type { get; set; }

    /// <summary>A row with "ext on `X`:" holds for those below it.</summary>
    public void ExtendFromHere(string type) => Extends = type;

    public static bool IsClass(string code) => ClassName.IsMatch($"`{code}`");

    /// <summary>The type that the whole section is about, by its heading; all of its members return <see cref="Returns"/>.</summary>
    public string? OnlyType { get; private set; }

    public void Begin(MarkdownLine heading, OfficialApi api)
    {
        var part = heading.Text.StartsWith("# ", StringComparison.Ordinal);
        var stated = NamespaceOf(heading.Text);
        if (part) _ofPart = stated;
        _ofSection = part ? null : stated;
        (Class, Extends, Returns, Constraints, Method, Type, OnlyType) = (null, null, null, new Dictionary<string, string[]>(), null, null, null);
        if (OnlyTypeText.Match(heading.Text) is not { Success: true } only) return;
        OnlyType = Declare(only.Groups[1].Value, api, heading.Number);
        Returns = only.Groups[2].Value;
    }

    /// <summary>"Namespace `X` unless said" holds to the end of the part.</summary>
    public bool IsNamespaceOfPart(string line)
    {
        if (!line.StartsWith("Namespace ", StringComparison.Ordinal) || !line.Contains("unless said", StringComparison.Ordinal)) return false;
        _ofPart = NamespaceOf(line);
        return true;
    }

    /// <summary>Reads what a table's header or the sentence before it says of each of its rows.</summary>
    public void Describe(string text, OfficialApi api, int line)
    {
        if (ClassName.Match(text) is not { Success: true } match) return;
        var rest = text[(match.Index + match.Length)..];
        Class = Declare(match.Groups[1].Value, api, line, rest);
        Extends = ExtendsText.Match(rest) is { Success: true } extends ? TypeText.Normal(extends.Groups[1].Value) : null;
        Returns = ReturnsText.Match(rest) is { Success: true } returns ? TypeText.Normal(returns.Groups[1].Value) : null;
        Constraints = ConstraintText.Matches(rest).Select(found => Constraint(found.Groups[1].Value)).OfType<KeyValuePair<string, string[]>>().ToDictionary();
    }

    /// <summary>Notes a type and its namespace, and gives its name alone. A static class without a namespace is in <c>Aspire.Hosting</c>.</summary>
    public string Declare(string text, OfficialApi api, int line, string after = "")
    {
        var isClass = text.StartsWith('[');
        var likeBefore = text.StartsWith("[…", StringComparison.Ordinal);
        text = text.Trim('[', ']').TrimStart('…').TrimStart('.');
        text = text.Split('<', '(', ' ')[0];
        var (qualifier, name) = text.LastIndexOf('.') is var dot and > 0 ? (text[..dot], text[(dot + 1)..]) : ("", text);
        var space = likeBefore ? _ofClass : qualifier.Length > 0 ? Resolve(qualifier)
            : isClass ? Resolve(NamespaceAfter.Match(after) is { Success: true } said ? said.Groups[1].Value : "Aspire.Hosting")
            : Namespace;
        if (isClass) _ofClass = space;
        api.Add(new OfficialType(space, name, line));
        return name;
    }

    public static bool IsNamespace(string text) => Namespaces.Contains(text);

    public static string? Resolve(string qualifier) =>
        IsNamespace(qualifier) ? qualifier : Namespaces.FirstOrDefault(space => space.EndsWith("." + qualifier, StringComparison.Ordinal));

    public static KeyValuePair<string, string[]>? Constraint(string code) =>
        WhereText.Match(code) is { Success: true } match
            ? new(match.Groups[1].Value, [.. SignatureText.Split(match.Groups[2].Value, ',').Select(TypeText.Normal).Order(StringComparer.Ordinal)])
            : null;

    private static string? NamespaceOf(string text) => NamespaceText.Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"[Nn]amespace `([\w.]+)`")]
    private static partial Regex NamespaceText { get; }

    [GeneratedRegex(@"`([\w.]+)` \(static class; all return (\w+)\)")]
    private static partial Regex OnlyTypeText { get; }

    [GeneratedRegex(@"^\W*\((?:namespace )?`?([A-Z][\w.]+)`?\)")]
    private static partial Regex NamespaceAfter { get; }

    [GeneratedRegex(@"`(\[[\w.…]+(?:Extensions|Generator)\])`")]
    private static partial Regex ClassName { get; }

    [GeneratedRegex(@"ext on `?([\w<>.]+)`?")]
    private static partial Regex ExtendsText { get; }

    [GeneratedRegex(@"(?:→|returns?) `([^`]+)`")]
    private static partial Regex ReturnsText { get; }

    [GeneratedRegex(@"`((?:where )?T\w* : [^`]+)`")]
    private static partial Regex ConstraintText { get; }

    [GeneratedRegex(@"^(?:where )?(T\w*) : (.+)$")]
    private static partial Regex WhereText { get; }
}
