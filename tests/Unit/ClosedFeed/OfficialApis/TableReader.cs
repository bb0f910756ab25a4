using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>Reads a table of members, whatever columns it has: an empty cell below a type means the same type, "same" the row above.</summary>
internal sealed partial class TableReader(OfficialApi api, Section section)
{
    private readonly ProseReader _prose = new(api, section);
    private Columns? _columns;
    private string? _type;
    private string? _above;
    private string? _returnsOfType;
    private string? _extendsOfType;
    private string? _returns;
    private bool _byProse;
    private IReadOnlyDictionary<string, string[]> _constraints = new Dictionary<string, string[]>();
    private IReadOnlyList<IReadOnlyList<OfficialParameter>>? _lists;

    public void End()
    {
        if (_columns is not null) section.Method = null;
        (_columns, _type, _returnsOfType, _returns, _lists) = (null, null, null, null, null);
    }

    public void Read(MarkdownLine row)
    {
        if (row.IsRule) return;
        if (_columns is null)
        {
            section.Describe(row.Text, api, row.Number);
            _columns = Columns.Of(row, section);
            if (_columns.Type is null && section.Class is null && section.Method is null) _type = section.Type;
            return;
        }

        if (!_columns.ListsMembers) return;
        Type(row);
        var from = api.Members.Count;
        _byProse = false;
        if (section.Method is { } method && _columns.Member is null) OfMethod(method, row);
        else Members(row);
        Finish(row, from);
    }

    private void Type(MarkdownLine row)
    {
        var cell = _columns!.Cell(row, _columns.Type);
        if (cell is [] or [{ IsCode: false }]) return;
        _returnsOfType = EveryMethod.Match(Plain(cell)) is { Success: true } every ? every.Groups[1].Value : null;
        _extendsOfType = null;
        var depth = 0;
        var afterColon = false;
        foreach (var (index, piece) in cell.Index())
        {
            if (!piece.IsCode)
            {
                depth += piece.Text.Count(c => c == '(') - piece.Text.Count(c => c == ')');
                afterColon |= piece.Text.Contains(':', StringComparison.Ordinal);
            }
            else if (index > 0 && cell[index - 1].Text.EndsWith("on ", StringComparison.Ordinal)) _extendsOfType = TypeText.Normal(piece.Text);
            else if (depth == 0 && !afterColon && Section.Constraint(piece.Text) is null) TypeCode(piece.Text, cell.Skip(index + 1), row.Number);
        }
    }

    /// <summary>A type, one of its constructors, one more list of parameters of that, or <c>Type.Member</c>.</summary>
    private void TypeCode(string code, IEnumerable<Piece> after, int line)
    {
        var name = code.Split(" : ")[0].Split('(')[0];
        var isMember = name.LastIndexOf('.') is var dot and > 0 && !name.StartsWith('[') && Section.Resolve(name[..dot]) is null;
        if (name.Length > 0) _above = _type;
        if (isMember) _prose.Read([new Piece(code, true)], section.Declare(name[..name.LastIndexOf('.')], api, line), line);
        else if (name.Length > 0) _type = section.Declare(name, api, line, string.Concat(after.Select(next => next.Text)));
        if (!isMember && code.IndexOf('(', StringComparison.Ordinal) is var open and >= 0)
            _prose.Read([new Piece("ctor ", false), new Piece(code[open..], true)], _type, line);
    }

    /// <summary>"same" in the place of members means those of the type above, but for what the cell says itself.</summary>
    private void Same(IReadOnlyList<Piece> cell, string type, int from)
    {
        if (cell is not [{ IsCode: false } first, ..] || !first.Text.StartsWith("same", StringComparison.Ordinal)) return;
        var own = api.Members.Skip(from).Select(member => member.Name).ToHashSet();
        foreach (var member in api.Members.Where(member => member.Type == _above && !own.Contains(member.Name)).ToList()) api.Add(member with { Type = type });
    }

    /// <summary>A row of lists of parameters, of the method that the sentence above the table names.</summary>
    private void OfMethod(OfficialMember method, MarkdownLine row)
    {
        foreach (var piece in _columns!.Cell(row, _columns.Parameters).Where(piece => piece.IsCode))
        {
            if (Section.Constraint(piece.Text) is not null) continue;
            if (SignatureText.Read(piece.Text) is [{ Lists: { } lists, Names.Count: 1 } named])
            {
                var other = method with { Name = named.Names[0], Generics = named.Generics, Line = row.Number, Text = piece.Text };
                api.Add(other with { Parameters = lists[0].Parameters });
            }
            else
            {
                var own = method with { Line = row.Number, Text = piece.Text, Returns = OfItsOwn(method.Returns, method) };
                own = own with { Extends = OfItsOwn(method.Extends, method) };
                foreach (var list in ParameterListText.Read(piece.Text)) api.Add(own with { Parameters = list.Parameters });
            }
        }

        foreach (var constraint in Constraints(_columns!.Cell(row, _columns.Parameters)))
            api.Complete(api.Members.Count - 1, member => member.With(constraint));
    }

    private void Members(MarkdownLine row)
    {
        var cell = _columns!.Cell(row, _columns.Member);
        var type = _type ?? section.Class ?? "";
        if (cell.FirstOrDefault(piece => piece.IsCode && Section.IsClass(piece.Text)) is { } other) type = section.Declare(other.Text, api, row.Number);
        var heads = Heads(cell);
        var parameters = _columns.Cell(row, _columns.Parameters);
        var plain = Plain(parameters);
        if (_columns.Parameters is null || plain.Length == 0 || plain.StartsWith("get", StringComparison.Ordinal) || plain == "enum" || heads is null)
        {
            var from = api.Members.Count;
            _prose.Read(cell, type, row.Number);
            Same(cell, type, from);
            _byProse = true;
            return;
        }

        var cellReader = new ParameterCell(parameters, _lists);
        foreach (var reason in cellReader.Unread) api.Add(new Unread(row.Number, Plain(parameters), reason));
        var lists = cellReader.Lists;
        if (lists.Count > 0) _lists = lists;
        var async = heads.Count == 2 && heads[1].Name == heads[0].Name + "Async";
        var pairs = heads.Count > 1 && heads.Count == lists.Count && !async;
        foreach (var (index, head) in heads.Index())
        {
            foreach (var list in pairs ? [lists[index]] : lists)
                api.Add(new OfficialMember(type, head.Name, row.Number, Plain(cell)) { Generics = head.Generics, Parameters = list });
        }

        var returns = cellReader.Returns;
        if (returns is not null) api.Complete(api.Members.Count - (heads.Count * lists.Count), member => member with { Returns = member.Returns ?? returns });
    }

    /// <summary>The names of the cell, where the parameters stand in another; null where they stand in this one.</summary>
    private static List<(string Name, IReadOnlyList<string> Generics)>? Heads(IReadOnlyList<Piece> cell)
    {
        var heads = new List<(string, IReadOnlyList<string>)>();
        foreach (var (index, piece) in cell.Index())
        {
            if (!piece.IsCode)
            {
                if (Constructor.IsMatch(piece.Text)) heads.Add((OfficialMember.Constructor, []));
                continue;
            }

            var before = index > 0 ? cell[index - 1].Text : "";
            if (piece.Text.StartsWith('[') || Section.Constraint(piece.Text) is not null || NoMember.IsMatch(before)) continue;
            foreach (var signature in SignatureText.Read(piece.Text))
            {
                if (signature.Lists is not null || signature.Returns is not null) return null;
                heads.AddRange(signature.Names.Select(name => (name, signature.Generics)));
            }
        }

        return heads;
    }

    /// <summary>What the other columns and the sentence above say of each member of the row.</summary>
    private void Finish(MarkdownLine row, int from)
    {
        var stated = (_byProse ? [] : _columns!.All(row).SelectMany(Constraints)).ToDictionary();
        var said = Plain(_columns!.Cell(row, _columns.Constraint));
        if (_columns.Constraint is not null && (said.Length == 0 || said.StartsWith("same", StringComparison.Ordinal))) stated = new(_constraints);
        else if (_columns.Constraint is not null && stated.Count == 0)
            api.Add(new Unread(row.Number, Plain(_columns.Cell(row, _columns.Member)), $"the constraint \"{said}\""));
        else if (stated.Count > 0) _constraints = stated;
        var plain = Plain(_columns.Cell(row, _columns.Member));
        if (ExtendsBelow.Match(plain) is { Success: true } below) section.ExtendFromHere(TypeText.Normal(below.Groups[1].Value));
        var extends = plain.Contains("(IDAB)", StringComparison.Ordinal) ? "IDistributedApplicationBuilder"
            : plain.StartsWith("static", StringComparison.Ordinal) ? null
            : ExtendsText.Match(plain) is { Success: true } on ? TypeText.Normal(on.Groups[1].Value) : section.Extends;
        var inherits = extends == section.Extends;
        var returns = ReturnTexts(row);
        var arrow = _byProse ? null : Arrow(plain);
        var names = api.Members.Skip(from).Select(member => member.Name).Distinct().ToList();
        api.Complete(from, member => member with
        {
            Constraints = member.Constraints.Count > 0 ? member.Constraints
                : stated.Count > 0 ? stated
                : inherits && member.Type == section.Class ? section.Constraints : member.Constraints,
            Extends = member.Extends ?? (member.Type == section.Class ? OfItsOwn(extends, member) : _extendsOfType),
            Returns = member.Name == OfficialMember.Constructor ? null : member.Returns ?? Returned(member),
        });

        string? Returned(OfficialMember member) =>
            returns.Count > 0 ? returns[returns.Count == names.Count ? names.IndexOf(member.Name) : 0]
            : arrow ?? _returnsOfType ?? (inherits && member.Type == section.Class ? OfItsOwn(section.Returns, member) : null);
    }

    /// <summary>"RB&lt;T&gt;" of a method whose type parameter has another name means that one.</summary>
    private static string? OfItsOwn(string? builder, OfficialMember member) =>
        builder?.StartsWith("IResourceBuilder<", StringComparison.Ordinal) != true || member.Generics.Count == 0 ? builder
        : builder == "IResourceBuilder<T>" ? $"IResourceBuilder<{member.Generics[0]}>"
        : member.Generics.Contains("T") ? null : builder;

    private List<string> ReturnTexts(MarkdownLine row)
    {
        var plain = Plain(_columns!.Cell(row, _columns.Returns));
        if (plain is "" or "–") return [];
        var adds = Plain(_columns.Cell(row, _columns.Member)).StartsWith("Add", StringComparison.Ordinal);
        if (plain.StartsWith("same", StringComparison.Ordinal)) return adds && _returns is not null ? [_returns] : [OfficialMember.SameAsExtended];
        var texts = Parentheses.Replace(plain.Split('—')[0], "").Split(" / ").Select(text => text.Trim()).ToList();
        if (!texts.All(TypeText.IsType)) return [];
        texts = [.. texts.Select(TypeText.Normal)];
        _returns = texts[0];
        return texts;
    }

    private static IEnumerable<KeyValuePair<string, string[]>> Constraints(IReadOnlyList<Piece> cell) =>
        cell.Where(piece => piece.IsCode).Select(piece => Section.Constraint(piece.Text)).OfType<KeyValuePair<string, string[]>>();

    private static string? Arrow(string plain) => ArrowText.Match(plain) is { Success: true } match ? TypeText.Normal(match.Groups[1].Value) : null;

    private static string Plain(IEnumerable<Piece> cell) => string.Concat(cell.Select(piece => piece.Text)).Trim();

    [GeneratedRegex(@"(?:every method returns|,) (Builder|void)$")]
    private static partial Regex EveryMethod { get; }

    [GeneratedRegex(@"\bctors?\b")]
    private static partial Regex Constructor { get; }

    [GeneratedRegex(@"(?:→|\bon|\() ?$")]
    private static partial Regex NoMember { get; }

    [GeneratedRegex(@"ext on (RB<\w+>):")]
    private static partial Regex ExtendsBelow { get; }

    [GeneratedRegex(@"\bon (RB<\w+>|I[A-Z]+\b)")]
    private static partial Regex ExtendsText { get; }

    [GeneratedRegex(@"→ ([^\s]+)")]
    private static partial Regex ArrowText { get; }

    [GeneratedRegex(@"\(.*?\)")]
    private static partial Regex Parentheses { get; }
}
