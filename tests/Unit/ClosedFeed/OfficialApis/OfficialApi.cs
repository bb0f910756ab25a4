using System.Text.RegularExpressions;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>What the file lists, and where it could not be read.</summary>
internal sealed partial class OfficialApi
{
    private readonly List<OfficialType> _types = [];
    private readonly List<OfficialMember> _members = [];
    private readonly List<Unread> _unread = [];
    private readonly Dictionary<string, HashSet<string>> _mentioned = new(StringComparer.Ordinal);

    public IReadOnlyList<OfficialType> Types => _types;

    public IReadOnlyList<OfficialMember> Members => _members;

    public IReadOnlyList<Unread> Unread => _unread;

    /// <param name="part">The letter of the part that lists the package: each has types of its own, some by the same names.</param>
    public static OfficialApi Read(char part, params IEnumerable<string> texts)
    {
        var api = new OfficialApi();
        foreach (var text in texts) api.Read(part, text);
        return api;
    }

    private void Read(char part, string text)
    {
        var section = new Section();
        var table = new TableReader(this, section);
        var prose = new ProseReader(this, section);
        foreach (var line in Markdown.Read(text).SkipWhile(line => !Begins(line, part)).TakeWhile(line => !BeginsPart(line) || Begins(line, part)))
        {
            if (!line.IsRow) table.End();
            if (line.IsHeading) section.Begin(line, this);
            else if (line.IsRow) table.Read(line);
            else prose.ReadLine(line);
            Mention(line, section.Namespace);
        }
    }

    private static bool BeginsPart(MarkdownLine line) => line.Text.StartsWith("# ", StringComparison.Ordinal);

    private static bool Begins(MarkdownLine line, char part) => line.Text.StartsWith($"# {part}.", StringComparison.Ordinal);

    /// <summary>
    /// The namespaces that a type may be in: those that the file says; of one that it only uses in signatures, those that these lines speak of. Empty
    /// where it does not know the type.
    /// </summary>
    public IReadOnlyCollection<string> NamespacesOf(string type)
    {
        var stated = _types.Where(known => known.Name == type).Select(known => known.Namespace).OfType<string>().ToHashSet();
        return stated.Count > 0 ? stated : _mentioned.GetValueOrDefault(type) ?? [];
    }

    private void Mention(MarkdownLine line, string? space)
    {
        var codes = line.Cells.SelectMany(cell => cell).Where(piece => piece.IsCode).Select(piece => piece.Text).ToList();
        string[] spaces =
        [
            .. codes.Where(Section.IsNamespace), .. space is null ? Array.Empty<string>() : [space],
            .. _types.Where(type => type.Line == line.Number).Select(type => type.Namespace).OfType<string>(),
        ];
        foreach (var match in codes.SelectMany(code => Qualified.Matches(code)))
        {
            if (Section.Resolve(match.Groups[1].Value) is { } stated) Add(new OfficialType(stated, match.Groups[2].Value, line.Number));
        }

        var inText = line.IsRow && line.Cells.Count > 0 ? line.Cells[0].Where(piece => !piece.IsCode).Select(piece => piece.Text) : [];
        var returned = _members.AsEnumerable().Reverse().TakeWhile(member => member.Line == line.Number).Select(member => member.Returns ?? "");
        foreach (var name in codes.Concat(inText).Concat(returned).SelectMany(text => Word.Matches(text)).Select(match => match.Value))
        {
            if (!_mentioned.TryGetValue(name, out var known)) _mentioned[name] = known = [];
            known.UnionWith(spaces);
        }
    }

    public void Add(OfficialType type) => _types.Add(type);

    public void Add(OfficialMember member) => _members.Add(member);

    public void Add(Unread unread) => _unread.Add(unread);

    /// <summary>What stands behind a member, its type or its constraint, says more of those that were just read.</summary>
    public void Complete(int from, Func<OfficialMember, OfficialMember> complete)
    {
        for (var i = from; i < _members.Count; i++) _members[i] = complete(_members[i]);
    }

    [GeneratedRegex(@"(?<![\w.])([A-Z][\w.]*)\.([A-Z]\w*)")]
    private static partial Regex Qualified { get; }

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Word { get; }
}
