using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>
/// Reads a sentence, or a cell that is like one: a type, a colon, its members. What is not a declaration says nothing; a member without its parameters is noted
/// as such.
/// </summary>
internal sealed partial class ProseReader(OfficialApi api, Section section)
{
    private string? _type;
    private string? _namespace;
    private string? _name;
    private IReadOnlyList<string> _generics = [];
    private int _group;
    private int _first;
    private string? _enumeration;
    private bool _constructors;
    private IReadOnlyList<string> _names = [];
    private int _depth;
    private bool _owned;
    private bool _typesInside;
    private string? _namespaceAbove;
    private List<string> _run = [];
    private int _line;
    private IReadOnlyList<OfficialParameter>? _last;

    public void ReadLine(MarkdownLine line)
    {
        if (line.Text.Length == 0 || section.IsNamespaceOfPart(line.Text)) return;
        section.Describe(line.Text, api, line.Number);
        section.Method = null;
        if (line.Text.Contains("→ {", StringComparison.Ordinal)) ReadTree(line);
        else Read(line.Cells[0], null, line.Number);
        section.Type = _type;
    }

    /// <summary>Types in braces below what they derive from, each with the names of its properties.</summary>
    private void ReadTree(MarkdownLine line)
    {
        (_line, _depth) = (line.Number, 0);
        foreach (var piece in line.Cells[0])
        {
            if (!piece.IsCode)
            {
                Text(piece.Text, inCell: true);
                continue;
            }

            foreach (var signature in SignatureText.Read(piece.Text))
            {
                _type = section.Declare(piece.Text, api, line.Number);
                foreach (var parameter in signature.Lists?.SelectMany(list => list.Parameters) ?? [])
                    Add(parameter.Name ?? parameter.Types[0], piece.Text, null, parameter.Name is null ? null : parameter.Types[0]);
            }
        }
    }

    /// <summary>Reads the members of <paramref name="type"/>, or of the types that the sentence itself names where it is null.</summary>
    public void Read(IReadOnlyList<Piece> pieces, string? type, int line)
    {
        (_type, _namespace, _name, _group, _first, _line, _last) = (type, null, null, api.Members.Count, api.Members.Count, line, null);
        (_type, _constructors) = (_type ?? section.OnlyType, false);
        (_depth, _owned, _run, _namespaceAbove, _typesInside) = (0, false, [], null, false);
        for (var i = 0; i < pieces.Count; i++)
        {
            var before = i > 0 ? pieces[i - 1].Text : "";
            var after = string.Concat(pieces.Skip(i + 1).Take(3).Select(piece => piece.Text));
            if (!pieces[i].IsCode)
            {
                if (before.Length > 0 && Absent.IsMatch(pieces[i].Text)) return;
                _enumeration = FirstValue.IsMatch(pieces[i].Text) ? before : null;
                Text(pieces[i].Text, inCell: type is not null);
            }
            else if (IsMethodOfClass(pieces, i))
            {
                Method(pieces, i);
                return;
            }
            else Code(pieces[i].Text, before, after);
        }
    }

    private void Text(string text, bool inCell)
    {
        _depth += text.Count(c => c == '(') - text.Count(c => c == ')');
        if (_depth > 0 && text.Contains('(', StringComparison.Ordinal)) _typesInside = _type is null && _namespace is not null;
        else if (_depth <= 0 && _typesInside) (_type, _typesInside) = (null, false);
        if (text is not ", ") _run = _depth > 0 ? _run : [];
        if (ReturnsText.Match(text) is { Success: true } returns && TypeText.IsType(returns.Groups[1].Value))
            Returns(TypeText.Normal(returns.Groups[1].Value), text.Contains('→', StringComparison.Ordinal) ? _group : api.Members.Count - 1);
        var end = inCell ? Match.Empty : SentenceEnd.Match(text);
        foreach (Match value in Listed.Matches(end.Success ? text[..end.Index] : text))
        {
            if (_enumeration is { } type && value.Groups[2].Length > 0)
                api.Add(new OfficialMember(type, value.Groups[1].Value, _line, text.Trim()) { Value = value.Groups[2].Value.Trim() });
            else if (_type is not null) Add(value.Groups[1].Value, value.Value.Trim(), null, null, value.Groups[2].Value.Trim());
        }

        if (end.Success) (_type, _namespace, _name, _owned, _depth, _constructors) = (section.OnlyType, null, null, false, 0, false);
        if (text.AsSpan().ContainsAny(";,")) _group = api.Members.Count;
        if (text.Contains(';', StringComparison.Ordinal)) _owned = false;
        if (text.Contains("→ same", StringComparison.Ordinal)) Returns(_type!, _first);
        if (!Constructors.IsMatch(text)) return;
        (_name, _generics) = (OfficialMember.Constructor, []);
        _constructors = _type is null;
    }

    private void Code(string code, string before, string after)
    {
        if (code.StartsWith(':') || (code.StartsWith('[') && !Section.IsClass(code) && !before.EndsWith("indexer ", StringComparison.Ordinal))) return;
        if (code.StartsWith('.')) code = Section.Resolve(code[1..]) ?? (_namespaceAbove is null ? code[1..] : $"{_namespaceAbove}{code}");
        if (Section.IsNamespace(code)) (_namespace, _type, _owned) = _type is not null && _depth > 0 ? (_namespace, _type, _owned) : (code, null, false);
        else if (Section.IsClass(code)) (_type, _name) = (section.Declare(code, api, _line, after), null);
        else if (Section.Constraint(code) is { } constraint)
        {
            api.Complete(_group, member => member.With(constraint));
        }
        else if (before.TrimEnd().EndsWith('→') && code.EndsWith(')') && SignatureText.Read(code) is [{ Owner: { } result } next])
        {
            Returns(result);
            Declare(next, code, sameAsBefore: false);
        }
        else if (before.TrimEnd().EndsWith('→')) Returns(TypeText.Normal(code));
        else if (string.IsNullOrWhiteSpace(before) && before.Length > 0 && api.Members.Count > _group && TypeText.IsType(code)) Returns(TypeText.Normal(code));
        else if (before.EndsWith("ext on ", StringComparison.Ordinal)) _name = null;
        else if (code.StartsWith("ref struct ", StringComparison.Ordinal)) Subject(code["ref struct ".Length..]);
        else if (before.EndsWith("(each ", StringComparison.Ordinal)) Each(code);
        else if (_constructors && SubjectCode.IsMatch(code) && code.Contains('(', StringComparison.Ordinal)) Subject(code);
        else if (IsSubject(code, before, after) || IsListedType(code)) Subject(code);
        else foreach (var signature in SignatureText.Read(code)) Declare(signature, code, sameAsBefore: before == " / ");
    }

    /// <summary>After a namespace its types follow, and what is in their parentheses is their members.</summary>
    private bool IsListedType(string code) =>
        _namespace is not null && (_depth == 0 || _typesInside) && !_owned && SubjectCode.IsMatch(code) && IsType(code.Split('(', ' ')[0]);

    private static bool IsSubject(string code, string before, string after) =>
        SubjectCode.IsMatch(code) && SubjectAfter.IsMatch(after) && IsType(code.Split('(', ' ')[0]) && (before.Length == 0 || SubjectBefore.IsMatch(before));

    private static bool IsType(string name) => name.LastIndexOf('.') is var dot && (dot < 0 || Section.Resolve(name[..dot]) is not null);

    private void Subject(string code)
    {
        var name = code.Split(" : ")[0];
        _type = DeclareType(name);
        _run = [.. _run, _type];
        _name = OfficialMember.Constructor;
        if (name.IndexOf('(', StringComparison.Ordinal) is var open and > 0)
            AddLists(OfficialMember.Constructor, ParameterListText.Read(name[(open + 1)..^1]), code, []);
    }

    /// <summary>"`A`, `B` (each `(string name)`)" is a constructor of both.</summary>
    private void Each(string code)
    {
        foreach (var type in _run)
        {
            _type = type;
            AddLists(OfficialMember.Constructor, ParameterListText.Read(code.Trim('(', ')')), code, []);
        }
    }

    private string DeclareType(string name)
    {
        var bare = name.Split('(')[0];
        return section.Declare(_namespace is null || bare.Contains('.', StringComparison.Ordinal) ? name : $"{_namespace}.{name}", api, _line);
    }

    private void Declare(SignatureText signature, string code, bool sameAsBefore)
    {
        if (signature.Owner is { } owner && char.IsUpper(owner[0]))
        {
            if (Section.Resolve(owner) is not null)
            {
                (_type, _namespaceAbove) = (section.Declare(code, api, _line), Section.Resolve(owner));
                return;
            }

            (_type, _owned) = (DeclareType(owner), true);
        }

        if (IsRecord(signature))
        {
            Record(signature, code);
            return;
        }

        if (signature.Names.Count == 0 && _name is not null && _type is not null)
        {
            foreach (var same in _names.Contains(_name) ? _names : [_name]) AddLists(same, signature.Lists!, code, _generics);
            return;
        }

        if (_type is null && _namespace is null) return;
        _names = signature.Names;
        foreach (var name in signature.Names)
        {
            if (_type is null) Subject(code);
            else if (name == _type && signature.Lists is not null) AddLists(OfficialMember.Constructor, signature.Lists, code, []);
            else
            {
                (_name, _generics) = (name, signature.Generics);
                if (signature.Lists is null) Add(name, code, null, signature.Returns, signature.Value, signature.Generics);
                else if (sameAsBefore && code.EndsWith("(…)", StringComparison.Ordinal)) AddSame(name, code);
                else AddLists(name, signature.Lists, code, signature.Generics, signature.Returns);
            }

            if (_type is not null && _namespace is not null && name == _type) break;
        }
    }

    /// <summary>Parameters with capitals are those of a record, which are its properties as well.</summary>
    private static bool IsRecord(SignatureText signature) =>
        signature.Names.Count == 1 && signature.Lists is [{ Parameters: { Count: > 0 } parameters }]
        && parameters.All(parameter => parameter.Name is { } name && char.IsUpper(name[0]));

    private void Record(SignatureText signature, string code)
    {
        var type = _type;
        _type = DeclareType(signature.Names[0]);
        AddLists(OfficialMember.Constructor, signature.Lists!, code, []);
        foreach (var parameter in signature.Lists![0].Parameters) Add(parameter.Name!, code, null, parameter.Types[0]);
        _type = type;
    }

    /// <summary>"`WatchAsync(string)` / `GetAllAsync(…)`": the second takes what the first does.</summary>
    private void AddSame(string name, string code)
    {
        var last = api.Members[^1];
        foreach (var same in api.Members.Where(member => member.Line == _line && member.Type == _type && member.Name == last.Name).ToList())
            api.Add(same with { Name = name, Text = code });
    }

    private void AddLists(string name, IReadOnlyList<ParameterListText> lists, string code, IReadOnlyList<string> generics, string? returns = null)
    {
        foreach (var list in lists)
        {
            if (Ellipsis.Fill(list, _last, _last) is not { } parameters)
            {
                api.Add(new Unread(_line, code, "what the ellipsis stands for"));
                continue;
            }

            _last = parameters;
            Add(name, code, parameters, returns, null, generics);
        }
    }

    private void Add(
        string name, string code, IReadOnlyList<OfficialParameter>? parameters, string? returns, string? value = null,
        IReadOnlyList<string>? generics = null) =>
        api.Add(new OfficialMember(_type!, name, _line, code)
        {
            Parameters = parameters,
            Returns = returns ?? (section.OnlyType is not null && parameters is not null ? section.Returns : null),
            Value = value is { Length: > 0 } ? value : null,
            Generics = generics ?? [],
            Constraints = generics is { Count: > 0 } && parameters is not null && _type == section.Class
                ? section.Constraints
                : new Dictionary<string, string[]>(),
        });

    private void Returns(string type, int? from = null) =>
        api.Complete(Math.Max(from ?? _group, _first), member => member.Returns is null ? member with { Returns = type } : member);

    /// <summary>"`WithArgs&lt;T&gt;` where `T : X`:" names a method of the section's class, whose lists of parameters follow.</summary>
    private bool IsMethodOfClass(IReadOnlyList<Piece> pieces, int i) =>
        section.Class is not null && i <= 1 && pieces[i].Text.Contains('<', StringComparison.Ordinal)
        && pieces.Count > i + 2 && pieces[i + 1].Text == " where " && Section.Constraint(pieces[i + 2].Text) is not null;

    private void Method(IReadOnlyList<Piece> pieces, int at)
    {
        var signature = SignatureText.Read(pieces[at].Text)[0];
        var constraint = Section.Constraint(pieces[at + 2].Text)!.Value;
        section.Method = new OfficialMember(section.Class!, signature.Names[0], _line, pieces[at].Text)
        {
            Generics = signature.Generics,
            Constraints = new Dictionary<string, string[]> { [constraint.Key] = constraint.Value },
            Returns = section.Returns,
            Extends = section.Extends,
        };
        var lists = pieces.Skip(at + 3).TakeWhile(piece => piece.IsCode || !piece.Text.Contains(';', StringComparison.Ordinal));
        foreach (var piece in lists.Where(piece => piece.IsCode))
        {
            foreach (var list in ParameterListText.Read(piece.Text)) api.Add(section.Method with { Parameters = list.Parameters, Text = piece.Text });
        }
    }

    [GeneratedRegex(@"\bAbsent\b|\bno StructType\b")]
    private static partial Regex Absent { get; }

    [GeneratedRegex(@"^(?:[^`]*→)?\s*([A-Za-z][\w.]*(?:<[^;]*?>)?(?:\[\])?\??)\s*(?=[,;./(]|$)")]
    private static partial Regex ReturnsText { get; }

    [GeneratedRegex(@"\.\s+(?!Members|Methods)|\.$")]
    private static partial Regex SentenceEnd { get; }

    [GeneratedRegex(@"^:? [A-Z]\w+ \d")]
    private static partial Regex FirstValue { get; }

    [GeneratedRegex(@"\bctors?\b")]
    private static partial Regex Constructors { get; }

    [GeneratedRegex(@"(?<=[:,;(]\s?|^)\s*([A-Z]\w+)( \d+| 0x\w+)?\s*(?=[,;()]|$| obsolete)")]
    private static partial Regex Listed { get; }

    [GeneratedRegex(@"^[A-Z][\w.]*(?:<[\w ,]+>)?(?:\([^)]*\))?(?: : .+)?$")]
    private static partial Regex SubjectCode { get; }

    [GeneratedRegex(@"^(?: is a \w+| operators| also have)? ?(?:\([^)]*(?:\)|$))?(?: \w+)? ?(?::|—)")]
    private static partial Regex SubjectAfter { get; }

    [GeneratedRegex(@"(?:[.;:>}/–] |, |^- )$")]
    private static partial Regex SubjectBefore { get; }
}
