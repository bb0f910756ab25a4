using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using Streaming.AppHost.Servers.Spark;

namespace Streaming.AppHost.CommandLine;

/// <summary>The command line: everything that can be refused is refused before anything starts.</summary>
internal sealed class HostCommand
{
    /// <summary>Names the engine where the command line does not, as azd's, which is not the user's to write.</summary>
    public const string EngineVariable = "STREAMING_ENGINE";

    /// <summary>The exit code for a wrong command line (EX_USAGE of sysexits.h).</summary>
    public const int WrongUsage = 64;

    private const int PublishedCores = 2;
    private const string NoSource = "none";
    private const string InProcess = "inprocess";
    private const string Spark = "spark";

    private readonly Option<string?> _servers = new("--servers")
    {
        Description = "How the servers run. embedded: one local PostgreSQL plays them all. processes: Kafka, ZooKeeper, Cassandra and a schema registry, "
            + "unpacked where KAFKA_HOME, CASSANDRA_HOME, APICURIO_HOME and, for its engine, SPARK_HOME say, and PostgreSQL. containers: the same from "
            + "images, Control Center and a Spark cluster. [default: containers where Docker or Podman answers, else embedded]",
        HelpName = "containers|processes|embedded",
    };

    private readonly Option<string?> _engine = new("--engine")
    {
        Description = "Where users are validated, normalised and counted: in the stream processor's own process, or on a Spark cluster. "
            + $"[default: {EngineVariable}, else {Spark} with --servers containers and {InProcess} without]",
        HelpName = $"{InProcess}|{Spark}",
    };

    private readonly Option<string?> _source = new("--source")
    {
        Description = "The API to fetch users from, such as https://randomuser.me/api/; none for pushed events alone. "
            + "Without it a sample source is started, which needs no network.",
        HelpName = "url|none",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Where data, secrets and logs are kept between runs. "
            + "PostgreSQL refuses to run as root and then runs as the user postgres, who must be able to reach it. "
            + $"[default: {HostOptions.DefaultDataFolder(ServersWay.Embedded)}, or the way of the servers in place of embedded]",
        HelpName = "folder",
    };

    private readonly Option<string?> _pushPort = Port("--push-port", "the push API");

    private readonly Option<string?> _consolePort = Port("--console-port", "the console");

    private readonly Option<string?> _postgresPort = Port("--postgres-port", "PostgreSQL");

    private readonly Option<string?> _kafkaPort = Port("--kafka-port", "the Kafka broker, where there is one");

    private readonly Option<string?> _cassandraPort = Port("--cassandra-port", "Cassandra, where there is one");

    private readonly NumberOption _replicas = new("--replicas", 1, least: 1, most: 16)
    {
        Description = "How many instances there are of the sink and, in process, of the stream processor. They share the partitions of the topics, of which "
            + "there are 4; more instances than that stand by.",
    };

    private readonly NumberOption _sparkWorkers = new("--spark-workers", 1, least: 1, most: 16) { Description = "Workers of the Spark cluster." };

    private readonly NumberOption _sparkCores = new("--spark-cores", Environment.ProcessorCount, least: 1, most: 256)
    {
        Description = "Cores of each Spark worker: the tasks that it runs at a time. In what is published, 2 unless given.",
    };

    private readonly NumberOption _sparkMemory = new("--spark-memory", 1024, least: 512, most: 1024 * 1024)
    {
        Description = "Memory of each Spark worker for its executor, in MiB.",
    };

    private readonly Option<bool> _noDashboard = new("--no-dashboard") { Description = "Run without the Aspire dashboard." };

    private readonly Option<bool> _noConsole = new("--no-console") { Description = "Run without the web console." };

    private readonly PublishOptions _publish = new();

    private readonly RootCommand _root;
    private readonly Lazy<ServersWay> _defaultWay;

    /// <param name="defaultWay">How the servers run where the command line does not say; asked at most once, and only then.</param>
    public HostCommand(Func<ServersWay> defaultWay)
    {
        _defaultWay = new Lazy<ServersWay>(defaultWay);
        _root = new RootCommand("Starts the pipeline: users from an API and from a push API into the table created_users. Ctrl-C stops it.")
        {
            _servers, _engine, _source, _data, _pushPort, _consolePort, _postgresPort, _kafkaPort, _cassandraPort, _replicas,
            _sparkWorkers, _sparkCores, _sparkMemory, _noDashboard, _noConsole,
        };
        foreach (var option in _publish.All) _root.Options.Add(option);
        Accept(_servers, Enum.GetValues<ServersWay>().Select(HostOptions.NameOf), "There are containers, processes and embedded.");
        Accept(_engine, [InProcess, Spark], $"There are {InProcess} and {Spark}.");
        _source.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } url and not NoSource && ParseSource(url) is null)
                result.AddError($"--source {url} is neither an absolute http or https address nor none.");
        });
        Option<string?>[] ports = [_pushPort, _consolePort, _postgresPort, _kafkaPort, _cassandraPort];
        foreach (var port in ports) AcceptPort(port);
        _root.Validators.Add(result =>
        {
            foreach (var same in ports.GroupBy(port => ParsePort(result.GetValue(port))).Where(same => same.Key is not null && same.Count() > 1))
                result.AddError($"{string.Join(" and ", same.Select(port => port.Name))} cannot both be {same.Key}.");
        });
        _root.Validators.Add(RefuseUnknownEngine);
        _root.Validators.Add(RefuseEmbedded);
        _root.Validators.Add(RefuseSparkSize);
        _root.Validators.Add(RefuseUnpublished);
    }

    /// <summary>Runs what the command line asks for; returns the exit code of the process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="run">Is told by its token when Ctrl-C or SIGTERM asks for the end.</param>
    public async Task<int> RunAsync(string[] args, Func<HostOptions, CancellationToken, Task> run)
    {
        var parsed = _root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("Nothing was started. --help lists the options.");
            return WrongUsage;
        }

        if (parsed.Action is not null)
            return await parsed.InvokeAsync();

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await run(OptionsOf(parsed), stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception refused) when (refused is StartRefusedException or DistributedApplicationException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>The options, or the errors that they have.</summary>
    public (HostOptions? Options, IReadOnlyList<string> Errors) Parse(params string[] args)
    {
        var parsed = _root.Parse(args);
        return parsed.Errors.Count > 0 ? (null, [.. parsed.Errors.Select(error => error.Message)]) : (OptionsOf(parsed), []);
    }

    private HostOptions OptionsOf(ParseResult parsed)
    {
        var result = parsed.RootCommandResult;
        var servers = WayOf(result);
        var publication = _publish.Of(parsed);
        var cores = publication is null || result.GetResult(_sparkCores) is { Implicit: false } ? _sparkCores.Of(parsed) : PublishedCores;
        return new HostOptions
        {
            Servers = servers,
            Publication = publication,
            Source = parsed.GetValue(_source) is { } url and not NoSource ? ParseSource(url) : null,
            WithSampleSource = parsed.GetValue(_source) is null,
            DataFolder = Path.GetFullPath(parsed.GetValue(_data) ?? HostOptions.DefaultDataFolder(servers)),
            PushPort = ParsePort(parsed.GetValue(_pushPort)) ?? publication?.PushPort,
            ConsolePort = ParsePort(parsed.GetValue(_consolePort)) ?? publication?.ConsolePort,
            PostgresPort = ParsePort(parsed.GetValue(_postgresPort)),
            KafkaPort = ParsePort(parsed.GetValue(_kafkaPort)),
            CassandraPort = ParsePort(parsed.GetValue(_cassandraPort)),
            Replicas = _replicas.Of(parsed),
            Spark = EngineOf(result) == Spark ? new SparkSize(_sparkWorkers.Of(parsed), cores, _sparkMemory.Of(parsed)) : null,
            WithoutDashboard = parsed.GetValue(_noDashboard),
            WithoutConsole = parsed.GetValue(_noConsole),
        };
    }

    private ServersWay WayOf(SymbolResult result) =>
        Enum.TryParse<ServersWay>(result.GetValue(_servers), ignoreCase: true, out var given) ? given
        : _publish.IsGiven(result) ? ServersWay.Containers
        : _defaultWay.Value;

    private string EngineOf(SymbolResult result) =>
        result.GetValue(_engine) ?? (WayOf(result) != ServersWay.Containers ? InProcess : Environment.GetEnvironmentVariable(EngineVariable) switch
        {
            null or "" => Spark,
            var engine => engine,
        });

    private static void RefuseUnknownEngine(CommandResult result)
    {
        if (Environment.GetEnvironmentVariable(EngineVariable) is var engine and not (null or "" or InProcess or Spark))
            result.AddError($"{EngineVariable} is {engine}, which is not known. There are {InProcess} and {Spark}.");
    }

    private void RefuseEmbedded(CommandResult result)
    {
        var given = new[] { _kafkaPort, _cassandraPort }.Where(port => result.GetValue(port) is not null).ToList();
        if ((given.Count == 0 && result.GetValue(_engine) != Spark) || WayOf(result) != ServersWay.Embedded) return;
        foreach (var port in given)
            result.AddError($"{port.Name} is of a server that is not there with --servers embedded.");
        if (result.GetValue(_engine) == Spark)
            result.AddError($"--engine {Spark} reads Kafka, which is not there with --servers embedded.");
    }

    private void RefuseSparkSize(CommandResult result)
    {
        var given = new[] { _sparkWorkers, _sparkCores, _sparkMemory }.Where(size => result.GetResult(size) is { Implicit: false }).ToList();
        if (given.Count == 0 || EngineOf(result) == Spark) return;
        foreach (var size in given)
            result.AddError($"{size.Name} is of the cluster that is there with --engine {Spark} only.");
    }

    private void RefuseUnpublished(CommandResult result)
    {
        foreach (var fault in _publish.Faults(result)) result.AddError(fault);
        if (!_publish.IsGiven(result)) return;
        if (result.GetValue(_servers) is { } servers && servers != HostOptions.NameOf(ServersWay.Containers))
            result.AddError($"--servers {servers} cannot be published: what is published is containers.");
        if (result.GetResult(_replicas) is { Implicit: false })
            result.AddError($"{_replicas.Name} is not part of what is published: scale where it is deployed.");
    }

    private static Uri? ParseSource(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    private static void Accept(Option<string?> option, IEnumerable<string> values, string why) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string?>() is { } given && !values.Contains(given))
            result.AddError($"{option.Name} {given} is not known. {why}");
    });

    private static Option<string?> Port(string name, string server) => new(name)
    {
        Description = $"The port of {server} [default: a free one].",
        HelpName = "port",
    };

    private static int? ParsePort(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : null;

    private static void AcceptPort(Option<string?> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string?>() is { } port && ParsePort(port) is null)
            result.AddError($"{option.Name} {port} is not a port: it is between 1 and 65535.");
    });
}
