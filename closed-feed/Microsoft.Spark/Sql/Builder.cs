using System.Collections.Concurrent;
using Microsoft.Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Settings of a session, and where its server is: <c>spark.remote</c> among the settings, else SPARK_REMOTE in the environment.</summary>
public sealed class Builder
{
    private const string RemoteSetting = "spark.remote";

    private static readonly ConcurrentDictionary<string, SparkSession> Sessions = new();

    private readonly Dictionary<string, string> _settings = new() { ["spark.app.kind"] = "sparkdotnet" };

    internal Builder()
    {
    }

    public Builder AppName(string appName) => Config("spark.app.name", appName);

    public Builder Config(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>This process's session at the server, with these settings too; a new one where there is none or it was stopped.</summary>
    /// <exception cref="InvalidOperationException">No address is given.</exception>
    /// <exception cref="Exception">There is no Spark Connect server at the address, or it refuses a setting.</exception>
    public SparkSession GetOrCreate()
    {
        var remote = _settings.GetValueOrDefault(RemoteSetting) ?? Environment.GetEnvironmentVariable("SPARK_REMOTE");
        if (string.IsNullOrEmpty(remote))
        {
            throw new InvalidOperationException("SPARK_REMOTE is not set. Set it to the address of a Spark Connect server, such as sc://127.0.0.1:15002.");
        }

        var address = ConnectAddress.Parse(remote);
        var session = Sessions.GetOrAdd(remote, _ => new SparkSession(
            new ConnectClient(address), stopped => Sessions.TryRemove(KeyValuePair.Create(remote, stopped))));
        session.Client.Configure(_settings.Where(setting => setting.Key != RemoteSetting));
        return session;
    }
}
