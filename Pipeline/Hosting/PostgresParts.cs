using Microsoft.Extensions.Configuration;

namespace Streaming.Pipeline.Hosting;

public static class PostgresParts
{
    /// <summary>Whether PostgreSQL plays one of these servers, because there is no connection string of that name.</summary>
    public static bool InPostgres(this IConfiguration configuration, params ReadOnlySpan<string> servers)
    {
        foreach (var server in servers)
        {
            if (string.IsNullOrEmpty(configuration.GetConnectionString(server))) return true;
        }

        return false;
    }
}
