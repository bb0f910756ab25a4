using System.Data.Common;
using System.Globalization;

namespace Cassandra;

/// <summary>
/// A connection string with the keys <c>Contact Points</c> (separated by commas), <c>Port</c>, <c>Default Keyspace</c>, <c>Username</c>, <c>Password</c> and
/// <c>Cluster Name</c>.
/// </summary>
/// <example><code>Contact Points=127.0.0.1;Port=9042;Default Keyspace=ks</code></example>
public class CassandraConnectionStringBuilder : DbConnectionStringBuilder
{
    public CassandraConnectionStringBuilder()
    {
    }

    public CassandraConnectionStringBuilder(string connectionString) => ConnectionString = connectionString;

    internal string[] ContactPoints
    {
        get => Text("Contact Points") is { } points
            ? points.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : throw new FormatException("The connection string lacks Contact Points.");
        set => this["Contact Points"] = string.Join(',', value);
    }

    public int Port
    {
        get => Text("Port") is not { } port ? 9042
            : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException($"The connection string's Port is not a number: {port}.");
        set => this["Port"] = value;
    }

    public string? DefaultKeyspace
    {
        get => Text("Default Keyspace");
        set => this["Default Keyspace"] = value!;
    }

    public string? Username
    {
        get => Text("Username");
        set => this["Username"] = value!;
    }

    public string? Password
    {
        get => Text("Password");
        set => this["Password"] = value!;
    }

    internal string ClusterName
    {
        get => Text("Cluster Name") ?? "Cassandra Cluster";
        set => this["Cluster Name"] = value;
    }

    public Builder ApplyToBuilder(Builder builder)
    {
        builder.AddContactPoints(ContactPoints).WithPort(Port);
        if (DefaultKeyspace is { } keyspace) builder.WithDefaultKeyspace(keyspace);
        if (Username is { } username && Password is { } password) builder.WithCredentials(username, password);
        return builder;
    }

    public Builder MakeClusterBuilder() => ApplyToBuilder(Cluster.Builder());

    private string? Text(string key) => TryGetValue(key, out var value) && value?.ToString() is { Length: > 0 } text ? text : null;
}
