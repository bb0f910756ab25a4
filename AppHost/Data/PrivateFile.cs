namespace Streaming.AppHost.Data;

/// <summary>Files and folders that only their owner reads.</summary>
internal static class PrivateFile
{
    public static void CreateFolder(string path) =>
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Writes the file as a whole: a reader sees the old content or the new one.</summary>
    public static void Write(string path, string content)
    {
        var staging = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var writer = new StreamWriter(staging, options))
            writer.Write(content);
        File.Move(staging, path, overwrite: true);
    }
}
