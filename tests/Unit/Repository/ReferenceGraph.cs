using System.Text.Json;

namespace Streaming.Tests.Unit.Repository;

/// <summary>The references of every project as MSBuild evaluates them; paths are relative to the repository's root.</summary>
public sealed class ReferenceGraph
{
    private readonly ILookup<string, (string Kind, string Name)> _references;

    private ReferenceGraph(ILookup<string, (string Kind, string Name)> references) => _references = references;

    /// <summary>The packages that have a version of the whole repository's.</summary>
    public IReadOnlySet<string> Versions =>
        _references.SelectMany(references => references).Where(reference => reference.Kind == "Version").Select(reference => reference.Name).ToHashSet();

    /// <summary>One evaluation of all: a process for each project would take many times as long.</summary>
    public static async Task<ReferenceGraph> ReadAsync(bool closedFeed, CancellationToken cancellationToken)
    {
        var output = await Dotnet.RunAsync(
            ["msbuild", "tests/Unit/Repository/References/References.proj", "-nologo", $"-p:ClosedFeed={closedFeed}", "-getTargetResult:References"],
            cancellationToken);
        using var json = JsonDocument.Parse(output);
        var items = json.RootElement.GetProperty("TargetResults").GetProperty("References").GetProperty("Items");
        return new ReferenceGraph(items.EnumerateArray().ToLookup(
            item => Relative(item.GetProperty("MSBuildSourceProjectFile").GetString()!),
            item => (item.GetProperty("Kind").GetString()!, Name(item))));
    }

    public IEnumerable<string> Packages(string project) => Of(project, "Package");

    /// <summary>The given projects and those that they reference, directly or not.</summary>
    public IReadOnlySet<string> Reach(IEnumerable<string> projects)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(projects);
        while (next.TryDequeue(out var project))
        {
            if (!reached.Add(project)) continue;
            foreach (var reference in Of(project, "Project")) next.Enqueue(reference);
        }

        return reached;
    }

    private IEnumerable<string> Of(string project, string kind) =>
        _references[project].Where(reference => reference.Kind == kind).Select(reference => reference.Name);

    private static string Name(JsonElement item)
    {
        var name = item.GetProperty("Identity").GetString()!;
        return item.GetProperty("Kind").GetString() == "Project" ? Relative(name) : name;
    }

    private static string Relative(string path) => Path.GetRelativePath(Harness.Repository.Root, path).Replace('\\', '/');
}

/// <summary>Both graphs, each read once for all tests.</summary>
public sealed class ReferenceGraphs : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(3));
    private readonly Lazy<Task<ReferenceGraph>> _open;
    private readonly Lazy<Task<ReferenceGraph>> _closed;

    public ReferenceGraphs()
    {
        _open = new(() => ReferenceGraph.ReadAsync(closedFeed: false, _deadline.Token));
        _closed = new(() => ReferenceGraph.ReadAsync(closedFeed: true, _deadline.Token));
    }

    public Task<ReferenceGraph> OpenFeed => _open.Value;

    public Task<ReferenceGraph> ClosedFeed => _closed.Value;

    public void Dispose() => _deadline.Dispose();
}
