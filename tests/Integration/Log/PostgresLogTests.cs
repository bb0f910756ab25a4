using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Postgres;
using Streaming.Tests.Integration.Servers;

namespace Streaming.Tests.Integration.Log;

[SkipReason(nameof(SkipReason))]
public sealed class PostgresLogTests : LogContract
{
    private static readonly PostgresLogOptions Quick = new()
    {
        HeartbeatInterval = TimeSpan.FromMilliseconds(300),
        LeaseDuration = TimeSpan.FromSeconds(1.5),
    };

    private string _database = "";

    public static string? SkipReason => PostgresRequirement.SkipReason;

    protected override async Task PrepareAsync() => _database = await PostgresServer.CreateDatabaseAsync();

    protected override LogProcess StartProcess() => new PostgresProcess(_database);

    private sealed class PostgresProcess(string database) : LogProcess
    {
        private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database);
        private PostgresLog? _log;

        public override ILog Log => _log ??= new PostgresLog(_source, Quick, NullLogger<PostgresLog>.Instance);

        public override async Task CutOffAsync() => await _source.DisposeAsync();

        public override async ValueTask DisposeAsync()
        {
            if (_log is not null) await _log.DisposeAsync();
            await _source.DisposeAsync();
        }
    }
}
