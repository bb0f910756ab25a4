using System.Globalization;
using System.Runtime.InteropServices;

namespace Streaming.AppHost.Servers.EmbeddedPostgres;

/// <summary>Who PostgreSQL runs as: the user of the AppHost, or where that is root, whom PostgreSQL refuses, another.</summary>
internal sealed partial class PostgresAccount
{
    private static readonly string[] SetPrivPaths = ["/usr/bin/setpriv", "/bin/setpriv"];

    private readonly string? _name;
    private readonly uint _user;
    private readonly uint _group;
    private readonly string _setPriv = "";

    private PostgresAccount()
    {
    }

    private PostgresAccount(string passwdLine)
    {
        var fields = passwdLine.Split(':');
        _name = fields[0];
        _user = uint.Parse(fields[2], CultureInfo.InvariantCulture);
        _group = uint.Parse(fields[3], CultureInfo.InvariantCulture);
        _setPriv = SetPrivPaths.FirstOrDefault(File.Exists) ?? throw new StartRefusedException(
            "PostgreSQL does not run as root, and setpriv (util-linux), which starts it as another user, is missing. Run the AppHost as another user.");
    }

    /// <summary>For a message.</summary>
    public string Name => _name ?? Environment.UserName;

    public static PostgresAccount Choose()
    {
        if (!Environment.IsPrivilegedProcess)
            return new PostgresAccount();

        var accounts = File.ReadAllLines("/etc/passwd");
        var line = accounts.FirstOrDefault(account => account.StartsWith("postgres:", StringComparison.Ordinal))
            ?? accounts.FirstOrDefault(account => account.StartsWith("nobody:", StringComparison.Ordinal))
            ?? throw new StartRefusedException("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.");
        return new PostgresAccount(line);
    }

    /// <summary>The command that runs a program as this account. It replaces itself by the program and keeps the process id.</summary>
    public (string Command, string[] Args) Wrap(string program, params string[] args) => _name is null
        ? (program, args)
        : (_setPriv, [$"--reuid={_user}", $"--regid={_group}", "--clear-groups", "--", program, .. args]);

    public void Own(string path)
    {
        if (_name is not null && ChangeOwner(path, _user, _group) != 0)
            throw new StartRefusedException($"{path} cannot be given to the user {_name}: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
