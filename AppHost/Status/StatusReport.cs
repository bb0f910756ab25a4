using Streaming.AppHost.Data;
using Streaming.AppHost.Supervision;

namespace Streaming.AppHost.Status;

/// <summary>Tells the user, and programs through <c>endpoints.json</c>, what came up, where it is, and what stopped.</summary>
internal sealed class StatusReport(
    ResourceNotificationService notifications, ResourceLoggerService loggers, IReadOnlyList<IResource> resources,
    DataFolder data, PipelineEndpoints endpoints)
{
    private readonly Board _board = new(resources);
    private readonly EndpointsFile _file = new(data, endpoints);
    private bool _wasUp;
    private string? _dashboard;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            if (!change.Resource.IsProgram())
                continue;

            var before = _board[change.Resource]?.State?.Text;
            var turn = _board.Take(change);
            if (change.Resource.TryGetLastAnnotation<RestartAnnotation>(out var restart))
                Tell(change, restart.Policy, turn, before);
            else
                await TellDashboardAsync(change, before);
            if (!_wasUp && _board.IsUp)
                await TellUpAsync(cancellationToken);
            if (_wasUp)
                await _file.WriteAsync(_board, cancellationToken);
        }
    }

    private void Tell(ResourceEvent change, RestartPolicy policy, (bool CameUp, bool FellIll) turn, string? before)
    {
        var state = change.Snapshot.State?.Text;
        if (turn.CameUp && change.Resource.Name == ConsoleBuilderExtensions.Name)
            Terminal.Line(change.Resource.Name, endpoints.ConsoleOn(_board) ?? "running");
        else if (turn.CameUp)
            Terminal.Line(change.Resource.Name, policy == RestartPolicy.UntilItSucceeds ? "done" : "running");
        else if (turn.FellIll)
            Terminal.Line(change.Resource.Name, $"runs but is not healthy; see {LogOf(change.Resource)}");
        else if (state == KnownResourceStates.Exited && before == KnownResourceStates.Stopping)
            Terminal.Line(change.Resource.Name, "stopped");
    }

    // The pipeline runs without its dashboard; so that is told in passing.
    private async Task TellDashboardAsync(ResourceEvent change, string? before)
    {
        if (_dashboard is null && endpoints.DashboardOn(_board) is { } address)
        {
            _dashboard = address;
            if (_wasUp)
                Terminal.Line("dashboard", address);
        }

        var state = change.Snapshot.State?.Text;
        if (state == before || (state != KnownResourceStates.FailedToStart && state != KnownResourceStates.Finished))
            return;

        var reason = state == KnownResourceStates.Finished
            ? $"it exited with {change.Snapshot.ExitCode}, see {LogOf(change.Resource)}"
            : (await LogTail.ReadAsync(loggers, change.Resource)).LastOrDefault();
        Terminal.Line("dashboard", $"not running: {reason}. The pipeline runs without it.");
    }

    private string LogOf(IResource resource) => Path.Combine(data.Logs, $"{resource.Name}.log");

    private async Task TellUpAsync(CancellationToken cancellationToken)
    {
        _wasUp = true;
        await _file.WriteAsync(_board, cancellationToken);
        Console.Out.WriteLine();
        Console.Out.WriteLine("The pipeline runs. Ctrl-C stops it.");
        if (endpoints.ConsoleOn(_board) is { } console)
            Terminal.Line("console", console);
        if (_dashboard is not null)
            Terminal.Line("dashboard", _dashboard);
        Terminal.Line("push API", $"{endpoints.Push}events");
        Terminal.Line("push a user", $"curl -H \"Authorization: Bearer $(cat {endpoints.ApiKeyFile})\" --data-binary @user.json {endpoints.Push}events");
        if (await endpoints.KafkaAsync(cancellationToken) is { } kafka)
            Terminal.Line("kafka", kafka);
        if (await endpoints.RegistryAsync(cancellationToken) is { } registry)
            Terminal.Line("registry", registry);
        if (await endpoints.CassandraAsync(cancellationToken) is { } cassandra)
            Terminal.Line("cassandra", cassandra);
        foreach (var server in resources.OfType<IServerPage>())
            Terminal.Line(server.Name, server.Page.Url);
        Terminal.Line("query", await QueryAsync(cancellationToken));
        Terminal.Line("data, logs", $"{data.FullPath}, {data.Logs}");
        Console.Out.WriteLine();
    }

    private async Task<string> QueryAsync(CancellationToken cancellationToken)
    {
        var table = await endpoints.CassandraAsync(cancellationToken) is null ? "created_users" : "raw_users";
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(await endpoints.PostgresAsync(cancellationToken));
        return $"PGPASSWORD=$(cat {data.PostgresPasswordFile}) psql \"host={connection.Host} port={connection.Port} user={connection.Username} "
            + $"dbname={connection.Database}\" -c 'select count(*) from {table}'";
    }
}
