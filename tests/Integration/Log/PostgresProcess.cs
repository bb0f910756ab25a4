using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Postgres;

namespace Streaming.Tests.Integration.Log;

/// <summary>The log in PostgreSQL as one process has it.</summary>
internal sealed class PostgresProcess(string database, PostgresLogOptions options) : LogProcess
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database);
    private PostgresLog? _log;

    public override ILog Log => Connected;

    public override ILogAdmin Admin => Connected.Admin;

    private PostgresLog Connected => _log ??= new PostgresLog(_source, options, NullLogger<PostgresLog>.Instance);

    public override async Task CutOffAsync() => await _source.DisposeAsync();

    public override async ValueTask DisposeAsync()
    {
        if (_log is not null) await _log.DisposeAsync();
        await _source.DisposeAsync();
    }
}
