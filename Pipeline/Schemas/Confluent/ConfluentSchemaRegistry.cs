using System.Text.Json.Nodes;
using Streaming.Pipeline.Schemas.Compatibility;

namespace Streaming.Pipeline.Schemas.Confluent;

/// <summary>
/// A registry behind Confluent's REST API: Confluent's own, Apicurio's and others'. Its verdict counts; what is incompatible we find out ourselves, since
/// each registry has words of its own for it.
/// </summary>
public sealed class ConfluentSchemaRegistry : ISchemaRegistry
{
    // Confluent's codes: https://docs.confluent.io/platform/current/schema-registry/develop/api.html#errors
    private const int SubjectNotFound = 40401;
    private const int VersionNotFound = 40402;
    private const int SchemaNotFound = 40403;
    private const int SubjectHasNoLevel = 40408;
    private const int Incompatible = 409;
    private const int IncompatibleForSubject = 40901;

    private static readonly HashSet<string> Backward = ["BACKWARD", "BACKWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"];

    private readonly RegistryClient _client;

    /// <param name="http">Has the registry's address, ending with a slash, as its base address, and the credentials as its default header.</param>
    public ConfluentSchemaRegistry(HttpClient http) => _client = new RegistryClient(http);

    /// <summary>A remote registry has all that it needs.</summary>
    public Task SetUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        await RequireBackwardAsync(subject, cancellationToken);
        if (await FindAsync(subject, schema, cancellationToken) is { } registered) return registered;

        var answer = await _client.SendAsync<IdAnswer>(
            HttpMethod.Post, $"{Subject(subject)}/versions?normalize=true", new SchemaRequest(schema), cancellationToken);
        if (answer.Refusal is { ErrorCode: Incompatible or IncompatibleForSubject } refusal)
            throw await ExplainAsync(subject, schema, refusal.Message, cancellationToken);
        return Value(answer, subject).Id;
    }

    public async Task<int?> FindAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync<IdAnswer>(HttpMethod.Post, $"{Subject(subject)}?normalize=true", new SchemaRequest(schema), cancellationToken);
        return IsAbsent(answer.Refusal) ? null : Value(answer, subject).Id;
    }

    public async Task<string?> GetAsync(int id, CancellationToken cancellationToken)
    {
        // No registry gives such an id, and not each of them has an answer for it.
        if (id <= 0) return null;
        var answer = await _client.SendAsync<SchemaAnswer>(HttpMethod.Get, $"schemas/ids/{id}", null, cancellationToken);
        return IsAbsent(answer.Refusal) ? null : Value(answer, $"id {id}").Schema;
    }

    public async Task CheckAsync(string subject, string schema, CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync<CompatibilityAnswer>(
            HttpMethod.Post, $"compatibility/{Subject(subject)}/versions/latest", new SchemaRequest(schema), cancellationToken);
        if (!IsAbsent(answer.Refusal) && !Value(answer, subject).IsCompatible) throw await ExplainAsync(subject, schema, null, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> GetSubjectsAsync(CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync<string[]>(HttpMethod.Get, "subjects", null, cancellationToken);
        return [.. Value(answer, "the list of subjects").Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<int>> GetVersionsAsync(string subject, CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync<int[]>(HttpMethod.Get, $"{Subject(subject)}/versions", null, cancellationToken);
        return IsAbsent(answer.Refusal) ? [] : [.. Value(answer, subject).Order()];
    }

    public async Task<SchemaVersion?> GetVersionAsync(string subject, int version, CancellationToken cancellationToken)
    {
        // As with ids, not each registry has an answer for what can't be.
        if (version <= 0) return null;
        var answer = await _client.SendAsync<VersionAnswer>(HttpMethod.Get, $"{Subject(subject)}/versions/{version}", null, cancellationToken);
        return IsAbsent(answer.Refusal) ? null : Value(answer, subject).ToVersion();
    }

    /// <summary>A level that is stricter stays; the registry's default may be none at all.</summary>
    private async Task RequireBackwardAsync(string subject, CancellationToken cancellationToken)
    {
        var path = $"config/{Uri.EscapeDataString(subject)}";
        if (await LevelAsync() is { } level && Backward.Contains(level)) return;

        // Registries disagree about the answer, and another setup step may have been quicker: what counts is how it is afterwards.
        var put = await _client.SendAsync<JsonNode>(HttpMethod.Put, path, new ConfigRequest("BACKWARD"), cancellationToken);
        if (await LevelAsync() is not { } now || !Backward.Contains(now))
            throw new InvalidOperationException($"The schema registry does not take compatibility BACKWARD for {subject}: {put.Refusal?.Message}.");

        async Task<string?> LevelAsync()
        {
            var answer = await _client.SendAsync<ConfigAnswer>(HttpMethod.Get, path, null, cancellationToken);
            return IsAbsent(answer.Refusal) ? null : Value(answer, subject).CompatibilityLevel;
        }
    }

    private async Task<IncompatibleSchemaException> ExplainAsync(string subject, string schema, string? verdict, CancellationToken cancellationToken)
    {
        var latest = await _client.SendAsync<VersionAnswer>(HttpMethod.Get, $"{Subject(subject)}/versions/latest", null, cancellationToken);
        var version = Value(latest, subject);
        return new IncompatibleSchemaException(subject, version.ToVersion(), SchemaCompatibility.Check(version.Schema, schema), verdict);
    }

    private static string Subject(string subject) => $"subjects/{Uri.EscapeDataString(subject)}";

    private static bool IsAbsent(ErrorAnswer? refusal) =>
        refusal is { ErrorCode: SubjectNotFound or VersionNotFound or SchemaNotFound or SubjectHasNoLevel };

    private static T Value<T>(RegistryAnswer<T> answer, string what)
        where T : class =>
        answer.Value ?? throw new InvalidOperationException($"The schema registry refuses {what}: {answer.Refusal?.Message} ({answer.Refusal?.ErrorCode}).");
}
