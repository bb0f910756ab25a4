using System.Globalization;
using Streaming.AppHost.Data;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>The files of one PostgreSQL server, made when there are none yet.</summary>
internal sealed class PostgresCluster
{
    public const string User = "streaming";

    private PostgresCluster(PostgresBinaries binaries, PostgresAccount account, DataFolder data)
    {
        Binaries = binaries;
        Account = account;
        Folder = data.Postgres;
        PasswordFile = data.SecretFile("postgres-password");
        Password = data.Secret("postgres-password");
    }

    public PostgresBinaries Binaries { get; }

    public PostgresAccount Account { get; }

    public string Folder { get; }

    public string PasswordFile { get; }

    public string Password { get; }

    /// <exception cref="StartRefusedException">There is no PostgreSQL, or its files cannot be made or used.</exception>
    public static async Task<PostgresCluster> PrepareAsync(DataFolder data, CancellationToken cancellationToken = default)
    {
        var binaries = await PostgresBinaries.FindAsync(cancellationToken);
        var cluster = new PostgresCluster(binaries, PostgresAccount.Choose(), data);
        if (Directory.Exists(cluster.Folder))
            cluster.RefuseOtherVersion();
        else
            await cluster.InitializeAsync(cancellationToken);
        return cluster;
    }

    private void RefuseOtherVersion()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "PG_VERSION")).Trim();
        if (text != Binaries.MajorVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new StartRefusedException(
                $"The data in {Folder} is of PostgreSQL {text}, and the one in {Binaries.Folder} is version {Binaries.MajorVersion}. "
                + $"Name version {text} in PG_BIN, or choose another folder with --data.");
        }
    }

    // Made beside its place and moved there when complete, so that an interrupted start leaves nothing half made.
    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var staging = $"{Folder}.new";
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        Directory.CreateDirectory(staging, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Account.Own(staging);

        var passwordCopy = $"{PasswordFile}.initdb";
        PrivateFile.Write(passwordCopy, Password);
        Account.Own(passwordCopy);
        try
        {
            var (command, args) = Account.Wrap(
                Binaries.InitDb, "-D", staging, "-U", User, $"--pwfile={passwordCopy}", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C", "--no-instructions");
            var made = await Tool.RunAsync(command, args, cancellationToken);
            if (made.ExitCode != 0)
            {
                throw new StartRefusedException(
                    $"PostgreSQL's initdb, run as {Account.Name}, could not make {Folder}: {made.Text} "
                    + $"(The folder and those above it must be open to {Account.Name}; --data chooses another.)");
            }
        }
        finally
        {
            File.Delete(passwordCopy);
        }

        Directory.Move(staging, Folder);
    }
}
