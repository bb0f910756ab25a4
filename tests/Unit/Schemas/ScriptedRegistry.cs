using Streaming.Pipeline.Schemas;

namespace Streaming.Tests.Unit.Schemas;

/// <summary>A registry of ids that come up after some questions, or fail to.</summary>
internal sealed class ScriptedRegistry : ISchemaRegistry
{
    /// <summary>By id: how often it is asked for in vain; absent ids are never there.</summary>
    public Dictionary<int, int> Appears { get; } = [];

    public List<int> Asked { get; } = [];

    public bool IsAway { get; set; }

    public Exception? Verdict { get; set; }

    public int? Registered { get; set; }

    public Task SetUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken) => Answer(Registered ?? 1);

    public Task<int?> FindAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        Asked.Add(0);
        return Answer(Registered);
    }

    public Task<string?> GetAsync(int id, CancellationToken cancellationToken)
    {
        Asked.Add(id);
        return Answer(Appears.TryGetValue(id, out var after) && (Appears[id] = after - 1) < 0 ? "{}" : null);
    }

    public Task CheckAsync(string subject, string schema, CancellationToken cancellationToken) =>
        Verdict is null ? Answer(0) : Task.FromException(Verdict);

    public Task<IReadOnlyList<string>> GetSubjectsAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<string>>([]);

    public Task<IReadOnlyList<int>> GetVersionsAsync(string subject, CancellationToken cancellationToken) => Answer<IReadOnlyList<int>>([]);

    public Task<SchemaVersion?> GetVersionAsync(string subject, int version, CancellationToken cancellationToken) => Answer<SchemaVersion?>(null);

    private Task<T> Answer<T>(T answer) => IsAway ? Task.FromException<T>(new HttpRequestException("It is away.")) : Task.FromResult(answer);
}
