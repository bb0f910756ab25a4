using System.Globalization;
using Microsoft.Extensions.Options;
using Streaming.Pipeline.Schemas;

namespace Streaming.Console.Records;

/// <summary>What the schema ids before a topic's values stand for.</summary>
/// <param name="Fault">Why they are not known: records can be looked at all the same.</param>
public sealed record SchemaNames(string Subject, IReadOnlyDictionary<int, int> Versions, string? Fault)
{
    public string Of(int id) => Versions.TryGetValue(id, out var version)
        ? string.Create(CultureInfo.InvariantCulture, $"{Subject} version {version}")
        : "no version of this topic's subject";
}

internal sealed class SchemaNamer(ISchemaRegistry registry, IOptions<ConsoleOptions> options)
{
    public async Task<SchemaNames> NameAsync(string topic, CancellationToken cancellationToken)
    {
        var subject = $"{topic}-value";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.LoadTimeout / 2);
        try
        {
            var versions = new Dictionary<int, int>();
            foreach (var number in await registry.GetVersionsAsync(subject, limit.Token))
            {
                if (await registry.GetVersionAsync(subject, number, limit.Token) is { } version) versions[version.Id] = version.Version;
            }

            return new SchemaNames(subject, versions, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SchemaNames(subject, new Dictionary<int, int>(), "The schema registry does not answer.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new SchemaNames(subject, new Dictionary<int, int>(), failure.Message);
        }
    }
}
