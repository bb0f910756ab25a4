using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>What one piece of code declares: <c>Filter/Where(string conditionExpr)</c> is two methods, <c>(string, int)</c> one more overload.</summary>
/// <param name="Names">Empty for an overload without a name, whose name stands before it.</param>
/// <param name="Owner">The type before the name's dot.</param>
/// <param name="Lists">The lists of parameters, as many as brackets and bars leave choices; null where none are written.</param>
internal sealed partial record SignatureText(
    IReadOnlyList<string> Names, string? Owner, IReadOnlyList<string> Generics, string? Returns, string? Value, IReadOnlyList<ParameterListText>? Lists)
{
    /// <summary>Several are declared by one code where it is a list of names, <c>Append, Complete</c>; none where it is no declaration.</summary>
    public static IReadOnlyList<SignatureText> Read(string code)
    {
        code = Comment.Replace(code, "").Trim();
        var parts = Split(code, ',') is { Count: > 1 } listed ? listed : code.Contains(")/", StringComparison.Ordinal) ? Split(code, '/') : [code];
        return parts.Count > 1 ? [.. parts.SelectMany(Read)] : One(Remark.Replace(code, ""));
    }

    private static IReadOnlyList<SignatureText> One(string code)
    {
        var paren = Outside(code, '(');
        if (paren < 0) return Head(code, null) is { } name ? [name] : [];
        var end = code.LastIndexOf(')');
        return end > paren && Head(code[..paren], ParameterListText.Read(code[(paren + 1)..end])) is { } signature ? [signature] : [];
    }

    private static SignatureText? Head(string text, IReadOnlyList<ParameterListText>? lists)
    {
        text = Modifiers.Replace(text.Trim(), "");
        string? value = null;
        if (lists is null && text.IndexOf("=>", StringComparison.Ordinal) is var arrow and > 0) text = text[..arrow].Trim();
        if (lists is null && text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            (value, text) = (text[(equals + 1)..].Trim(), text[..equals].Trim());
        if (Constant.Match(text) is { Success: true } constant) (text, value) = (constant.Groups[1].Value, constant.Groups[2].Value);
        if (text.Length == 0) return lists is null ? null : new([], null, [], null, null, lists);
        if (Indexer.Match(text) is { Success: true } indexer)
        {
            var list = ParameterListText.Read(indexer.Groups["list"].Value);
            return new(["this[]"], null, [], indexer.Groups["type"].Value is { Length: > 0 } type ? TypeText.Normal(type) : null, null, list);
        }

        if (Declaration.Match(text) is not { Success: true } match) return null;
        var returns = match.Groups["type"].Value.Trim();
        if (returns.Length > 0 && !TypeText.IsType(returns)) return null;
        var generics = match.Groups["generics"].Value is { Length: > 0 } list2 ? Split(list2, ',').Select(name => name.Trim()).ToArray() : [];
        return new(
            [.. match.Groups["names"].Value.Split('/').SelectMany(Expand)], match.Groups["owner"].Value is { Length: > 0 } owner ? owner.TrimEnd('.') : null,
            generics, returns.Length > 0 ? TypeText.Normal(returns) : null, value, lists);
    }

    /// <summary><c>Shutdown[Async]</c> is two names.</summary>
    private static IEnumerable<string> Expand(string name) =>
        name.IndexOf('[', StringComparison.Ordinal) is var open and > 0 ? [name[..open], name[..open] + name[(open + 1)..].TrimEnd(']')] : [name.TrimEnd('?')];

    /// <summary>Cuts at a separator that stands in no bracket.</summary>
    public static IReadOnlyList<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        for (int at; (at = Outside(text, separator)) >= 0; text = text[(at + 1)..]) parts.Add(text[..at]);
        return [.. parts, text];
    }

    private static int Outside(string text, char wanted)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (depth == 0 && text[i] == wanted) return i;
            if (text[i] is '<' or '[' or '(' or '{') depth++;
            if (text[i] is ']' or ')' or '}' || (text[i] == '>' && i > 0 && text[i - 1] is not '=' and not '-')) depth--;
        }

        return -1;
    }

    [GeneratedRegex(@"/\*.*?\*/")]
    private static partial Regex Comment { get; }

    [GeneratedRegex(@"^([A-Z]\w+) (\d+)$")]
    private static partial Regex Constant { get; }

    [GeneratedRegex(@"\s+\(.*\)$")]
    private static partial Regex Remark { get; }

    [GeneratedRegex(@"^(?:(?:static|virtual|abstract|required|protected|public|readonly|event)\s+)+")]
    private static partial Regex Modifiers { get; }

    [GeneratedRegex(@"^(?:(?<type>.+?)\s+this)?\[(?<list>[^\]]+)\]$")]
    private static partial Regex Indexer { get; }

    [GeneratedRegex(
        @"^(?<type>.*\s)?(?<owner>(?:[A-Za-z_]\w*\.)*)(?<names>[A-Za-z_]\w*(?:\[\w+\])?\??(?:/[A-Z]\w*(?:\[\w+\])?)*)(?:<(?<generics>[^>]+)>)?\??$")]
    private static partial Regex Declaration { get; }
}
