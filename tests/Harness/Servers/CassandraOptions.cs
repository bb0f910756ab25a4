namespace Streaming.Tests.Harness.Servers;

/// <param name="Authentication">Whether it asks for credentials; the first user is cassandra, with that password.</param>
/// <param name="KeyStore">A PKCS12 file with the password <see cref="KeyStorePassword"/>; with it the server takes encrypted connections only.</param>
public sealed record CassandraOptions(bool Authentication = false, string? KeyStore = null)
{
    public const string KeyStorePassword = "streaming";
}
