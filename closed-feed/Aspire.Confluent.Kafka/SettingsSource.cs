using global::Confluent.Kafka;
using Microsoft.Extensions.Configuration;

namespace Aspire.Confluent.Kafka;

/// <summary>Where settings come from, the later ones winning: the kind's section, the connection's section in it, the connection string.</summary>
internal static class SettingsSource
{
    private const string Config = "Config";

    public static void Bind(IConfiguration configuration, string kind, string connectionName, object settings, ClientConfig config)
    {
        var section = configuration.GetSection($"Aspire:Confluent:Kafka:{kind}");
        foreach (var from in new[] { section, section.GetSection(connectionName) })
        {
            from.Bind(settings);
            from.GetSection(Config).Bind(config);
        }
    }

    /// <exception cref="InvalidOperationException">Nothing says where the brokers are.</exception>
    public static void CheckServers(ClientConfig config)
    {
        if (string.IsNullOrEmpty(config.BootstrapServers)) throw new InvalidOperationException("No bootstrap servers configured.");
    }
}
