using System.Globalization;
using System.Text.Json;
using Streaming.AppHost.Data;

namespace Streaming.AppHost.Status;

/// <summary>
/// The running pipeline's addresses, for programs: <c>endpoints.json</c> in the data folder. It holds a password, so only its owner reads it.
/// </summary>
internal sealed class EndpointsFile(DataFolder data, PipelineEndpoints endpoints)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private string _written = "";

    public async Task WriteAsync(Board board, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.Serialize(
            new
            {
                AppHost = Environment.ProcessId,
                Push = endpoints.Push,
                Console = endpoints.ConsoleOn(board),
                Dashboard = endpoints.DashboardOn(board),
                Postgres = await endpoints.PostgresAsync(cancellationToken),
                Kafka = await endpoints.KafkaAsync(cancellationToken),
                Registry = await endpoints.RegistryAsync(cancellationToken),
                Cassandra = await endpoints.CassandraAsync(cancellationToken),
                endpoints.ApiKeyFile,
                Resources = board.Snapshots
                    .Where(entry => entry.Key.IsProgram())
                    .ToDictionary(entry => entry.Key.Name, entry => new { Pid = Pid(entry.Value), entry.Value.Urls.FirstOrDefault()?.Url }),
            },
            Json);
        if (content == _written)
            return;

        PrivateFile.Write(data.Endpoints, content);
        _written = content;
    }

    private static int? Pid(CustomResourceSnapshot snapshot) =>
        snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } pid
            ? Convert.ToInt32(pid, CultureInfo.InvariantCulture)
            : null;
}
