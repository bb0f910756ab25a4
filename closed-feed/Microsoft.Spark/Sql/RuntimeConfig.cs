using Microsoft.Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>A session's settings.</summary>
public sealed class RuntimeConfig
{
    private readonly ConnectClient _client;

    internal RuntimeConfig(ConnectClient client) => _client = client;

    /// <exception cref="Exception">A session cannot have the setting: it is the server's.</exception>
    public void Set(string key, string value) => _client.Configure([KeyValuePair.Create(key, value)]);

    /// <exception cref="Exception">The setting has no value.</exception>
    public string Get(string key) => _client.Setting(key);
}
