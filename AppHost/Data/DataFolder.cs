using System.Globalization;
using System.Security.Cryptography;

namespace Streaming.AppHost.Data;

/// <summary>The folder of one pipeline's data, secrets and logs, held by one AppHost at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        FullPath = path;
        _lock = @lock;
        PrivateFile.CreateFolder(Logs);
        File.Delete(Endpoints);
    }

    public string FullPath { get; }

    public string Logs => Path.Combine(FullPath, "logs");

    public string Postgres => Server("postgres");

    public string PostgresPasswordFile => SecretFile("postgres-password");

    /// <summary>The running pipeline's addresses, for programs.</summary>
    public string Endpoints => Path.Combine(FullPath, "endpoints.json");

    /// <param name="path">The folder, made where there is none.</param>
    /// <param name="neededBytes">What its disk must have left.</param>
    /// <exception cref="StartRefusedException">Another AppHost runs on it, or it cannot be written to.</exception>
    public static DataFolder Open(string path, long neededBytes)
    {
        try
        {
            Directory.CreateDirectory(path);
            // PostgreSQL, run as another user, must pass through; every file here that is secret is closed by itself.
            if (Environment.IsPrivilegedProcess)
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            var owner = Path.Combine(path, "apphost.pid");
            var held = TryLock(Path.Combine(path, "lock")) ?? throw new StartRefusedException(
                $"Another AppHost (process {ReadOwner(owner)}) runs on {path}. Stop that one, or choose another folder with --data.");
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            RefuseFullDisk(path, neededBytes);
            return new DataFolder(path, held);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The data folder {path} cannot be used: {fault.Message} Choose another with --data.");
        }
    }

    /// <summary>The folder of one server's data.</summary>
    public string Server(string name) => Path.Combine(FullPath, name);

    public string SecretFile(string name) => Path.Combine(FullPath, name);

    /// <summary>The secret of that name, in a file that only its owner reads: the one given, else the one kept, else a new one.</summary>
    public string Secret(string name, string? given = null)
    {
        var file = SecretFile(name);
        if (given is not null)
            PrivateFile.Write(file, given);
        else if (!File.Exists(file))
            PrivateFile.Write(file, RandomNumberGenerator.GetHexString(40, lowercase: true));
        return File.ReadAllText(file).Trim();
    }

    public void Dispose()
    {
        File.Delete(Endpoints);
        _lock.Dispose();
    }

    // Held by the open file itself (flock), so that it is free again however this process ends.
    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (held is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(file))
        {
            return null;
        }
    }

    private static string ReadOwner(string file) => File.Exists(file) ? File.ReadAllText(file) : "unknown";

    private static void RefuseFullDisk(string path, long neededBytes)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        if (free < neededBytes)
        {
            throw new StartRefusedException(
                $"The disk of {path} has {free >> 20} MiB left; the pipeline needs {neededBytes >> 20} MiB to start. "
                + "Make room, or choose another folder with --data.");
        }
    }
}
