using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>One way to write a type: no namespaces, C#'s keywords, no spaces.</summary>
internal static partial class TypeText
{
    /// <summary>The abbreviations that the file defines in its first lines.</summary>
    private static readonly Dictionary<string, string> Abbreviations = new(StringComparer.Ordinal)
    {
        ["RB"] = "IResourceBuilder",
        ["IDAB"] = "IDistributedApplicationBuilder",
        ["CT"] = "CancellationToken",
        ["RefExpr"] = "ReferenceExpression",
    };

    public static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["String"] = "string",
        ["Object"] = "object",
        ["Boolean"] = "bool",
        ["Byte"] = "byte",
        ["SByte"] = "sbyte",
        ["Int16"] = "short",
        ["Int32"] = "int",
        ["Int64"] = "long",
        ["Single"] = "float",
        ["Double"] = "double",
        ["Decimal"] = "decimal",
        ["Void"] = "void",
    };

    public static string Normal(string text) =>
        Name.Replace(
            Spaces.Replace(Qualifier.Replace(text, ""), ""),
            match => Abbreviations.GetValueOrDefault(match.Value) ?? Keywords.GetValueOrDefault(match.Value, match.Value));

    /// <summary>Without the mark for null of a type parameter, which says something of the caller's type only.</summary>
    public static string WithoutNull(string type, IEnumerable<string> parameters) =>
        parameters.Aggregate(type, (text, parameter) => Regex.Replace(text, $@"\b{parameter}\?", parameter));

    /// <summary>Whether it can be a type at all: a keyword or a name with a capital, with its arguments.</summary>
    public static bool IsType(string text)
    {
        var name = Name.Match(text).Value;
        return Shape.IsMatch(text) && (char.IsUpper(name[0]) || Keywords.ContainsValue(name));
    }

    [GeneratedRegex(@"(?:\b[A-Z]\w*\.)+(?=\w)")]
    private static partial Regex Qualifier { get; }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces { get; }

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"^[A-Za-z_][\w.]*(?:<.+>)?\??(?:\[,*\]\??)*$")]
    private static partial Regex Shape { get; }
}
