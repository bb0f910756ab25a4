using System.CommandLine;
using System.CommandLine.Parsing;

namespace Streaming.AppHost.CommandLine;

/// <summary>The options by which azd and Aspire's own command line have the pipeline published; they are Aspire's.</summary>
internal sealed class PublishOptions
{
    private const string Manifest = "manifest";
    private const string Publish = "publish";
    private const string Container = "container";
    private const string External = "external";

    private readonly Option<string?> _publisher = new("--publisher")
    {
        Description = $"Writes what is deployed, in place of starting it. {Manifest}: the manifest that azd reads, as --output-path.",
        HelpName = Manifest,
    };

    private readonly Option<string?> _operation = new("--operation")
    {
        Description = $"{Publish}, with --step {Publish}: writes the files for docker compose into the folder --output-path, as `aspire publish` does.",
        HelpName = $"run|{Publish}",
    };

    private readonly Option<string?> _step = new("--step") { Description = $"The step of --operation {Publish}.", HelpName = "step" };

    private readonly Option<string?> _output = new("--output-path") { Description = "Where it is written.", HelpName = "path" };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = $"Of what is published. {Container}: PostgreSQL is a container with a volume, which Azure Container Apps cannot keep. {External}: it is "
            + $"there already, and its connection string is asked for. [default: {External} in the manifest, else {Container}]",
        HelpName = $"{Container}|{External}",
    };

    private readonly Option<string?>[] _more =
        [.. new[] { "--log-level", "--environment", "--include-exception-details", "--clear-cache" }.Select(name => new Option<string?>(name)
        {
            Hidden = true,
            Arity = ArgumentArity.ZeroOrOne,
        })];

    public PublishOptions() => _operation.AcceptOnlyFromAmong("run", Publish);

    public IEnumerable<Option<string?>> All => [_publisher, _operation, _step, _output, _postgres, .. _more];

    /// <summary>Whether anything is published.</summary>
    public bool IsGiven(SymbolResult result) =>
        result.GetValue(_operation) is { } operation ? operation == Publish : result.GetValue(_publisher) is not null;

    public IEnumerable<string> Faults(SymbolResult result)
    {
        if (result.GetValue(_postgres) is { } postgres and not (Container or External))
            yield return $"{_postgres.Name} {postgres} is not known. There are {Container} and {External}.";
        if (IsGiven(result)) yield break;
        foreach (var option in new[] { _step, _output, _postgres }.Where(option => result.GetValue(option) is not null))
            yield return $"{option.Name} is of what is published: with {_publisher.Name} {Manifest}, or {_operation.Name} {Publish} --step {Publish}.";
    }

    public Publication? Of(ParseResult parsed)
    {
        if (!IsGiven(parsed.RootCommandResult)) return null;
        var isManifest = parsed.GetValue(_publisher) == Manifest || (parsed.GetValue(_publisher) ?? parsed.GetValue(_step)) is null;
        string[] arguments =
        [
            .. from option in All
               where option != _postgres && parsed.GetValue(option) is not null
               from word in new[] { option.Name, parsed.GetValue(option)! }
               select word,
        ];
        return new Publication(isManifest, WithPostgres: (parsed.GetValue(_postgres) ?? (isManifest ? External : Container)) == Container, arguments);
    }
}
