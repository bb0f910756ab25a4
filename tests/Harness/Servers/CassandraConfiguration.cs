using System.Text.RegularExpressions;

namespace Streaming.Tests.Harness.Servers;

/// <summary>A copy of a distribution's configuration with ports and options of our own.</summary>
internal static class CassandraConfiguration
{
    public static void Write(string folder, CassandraOptions options, int nativePort, int storagePort)
    {
        var source = Path.Combine(ServerHomes.Folder(ServerHomes.Cassandra), "conf");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(source)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var yaml = Path.Combine(folder, "cassandra.yaml");
        var text = Regex.Replace(File.ReadAllText(yaml), @"- seeds:.*", $"- seeds: \"127.0.0.1:{storagePort}\"");
        foreach (var (key, value) in Settings(options, nativePort, storagePort))
        {
            // The key with all that is indented below it.
            text = Regex.Replace(text, $@"^{key}:.*\n([ \t]+.*\n)*", "", RegexOptions.Multiline);
            if (value is not null) text += $"{key}: {value}\n";
        }

        File.WriteAllText(yaml, text);
    }

    /// <summary>A null takes the key out.</summary>
    private static IEnumerable<(string Key, string? Value)> Settings(CassandraOptions options, int nativePort, int storagePort)
    {
        yield return ("native_transport_port", $"{nativePort}");
        yield return ("storage_port", $"{storagePort}");
        yield return ("listen_address", "127.0.0.1");
        yield return ("rpc_address", "127.0.0.1");
        yield return ("num_tokens", "16");

        // By default a write is acknowledged up to ten seconds before it is safe, and a killed server has forgotten the last ones.
        yield return ("commitlog_sync", "batch");
        yield return ("commitlog_sync_period", null);
        if (options.Authentication)
        {
            yield return ("authenticator", "PasswordAuthenticator");
            yield return ("authorizer", "CassandraAuthorizer");
        }

        if (options.KeyStore is { } keyStore)
        {
            yield return ("client_encryption_options",
                $"{{enabled: true, optional: false, keystore: {keyStore}, keystore_password: {CassandraOptions.KeyStorePassword}, store_type: PKCS12}}");
        }
    }
}
