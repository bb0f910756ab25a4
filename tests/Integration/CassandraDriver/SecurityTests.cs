using System.Diagnostics;
using System.Security.Authentication;
using Cassandra;

namespace Streaming.Tests.Integration.CassandraDriver;

public sealed class SecurityTests
{
    [ServersFact(ServerHomes.Cassandra)]
    public async Task A_server_with_TLS_and_credentials_takes_those_who_have_both()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-keys-");
        try
        {
            var options = new CassandraOptions(Authentication: true, KeyStore: await MakeKeyStoreAsync(folder.FullName));
            await using var server = await CassandraServer.LaunchAsync(options);
            await Wait.UntilAsync(() => IsAcceptedAsync(server), "the first user's credentials being accepted");

            await using var admin = await CqlSession.OpenAsync(server, builder => Encrypted(builder).WithCredentials("cassandra", "cassandra"));
            await admin.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
            await admin.ExecuteAsync("CREATE ROLE reader WITH PASSWORD = 'secret' AND LOGIN = true");
            await WrongCredentialsAreSaidToBeWrong(server);
            await WhoMayNotIsUnauthorized(server, admin.Keyspace);
            await APlainConnectionIsNoHost(server);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WrongCredentialsAreSaidToBeWrong(CassandraServer server)
    {
        using var cluster = Encrypted(Builder(server)).WithCredentials("cassandra", "wrong").Build();
        var error = await Assert.ThrowsAsync<NoHostAvailableException>(() => cluster.ConnectAsync());
        Assert.IsType<Cassandra.AuthenticationException>(Assert.Single(error.Errors).Value);
    }

    private static async Task WhoMayNotIsUnauthorized(CassandraServer server, string keyspace)
    {
        using var cluster = Encrypted(Builder(server)).WithCredentials("reader", "secret").Build();
        var session = await cluster.ConnectAsync();
        await Assert.ThrowsAsync<UnauthorizedException>(() => session.ExecuteAsync(new SimpleStatement($"SELECT * FROM {keyspace}.t")));
    }

    private static async Task APlainConnectionIsNoHost(CassandraServer server)
    {
        using var cluster = Builder(server).Build();
        await Assert.ThrowsAsync<NoHostAvailableException>(() => cluster.ConnectAsync());
    }

    private static async Task<bool> IsAcceptedAsync(CassandraServer server)
    {
        using var cluster = Encrypted(Builder(server)).WithCredentials("cassandra", "cassandra").Build();
        try
        {
            await cluster.ConnectAsync();
            return true;
        }
        catch (NoHostAvailableException)
        {
            return false;
        }
    }

    private static Builder Builder(CassandraServer server) => Cluster.Builder().WithConnectionString(server.ConnectionString);

    private static Builder Encrypted(Builder builder) =>
        builder.WithSSL(new SSLOptions(SslProtocols.None, false, (_, certificate, _, _) => certificate!.Subject == "CN=streaming-test"));

    private static async Task<string> MakeKeyStoreAsync(string folder)
    {
        var file = Path.Combine(folder, "keys.p12");
        string[] arguments =
        [
            "-genkeypair", "-alias", "server", "-keyalg", "RSA", "-dname", "CN=streaming-test", "-storetype", "PKCS12",
            "-keystore", file, "-storepass", CassandraOptions.KeyStorePassword,
        ];
        using var keytool = Process.Start(new ProcessStartInfo("keytool", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await keytool.WaitForExitAsync().WaitAsync(Wait.Limit);
        Assert.Equal(0, keytool.ExitCode);
        return file;
    }
}
