using System.Net;
using Microsoft.Extensions.Options;

namespace Streaming.SampleSource;

/// <summary>Counts the users that each address was given in its current window.</summary>
internal sealed class UserQuota(IOptions<SampleSourceOptions> options, TimeProvider time)
{
    private const int MaxAddresses = 10_000;

    private readonly SampleSourceOptions _options = options.Value;
    private readonly Dictionary<IPAddress, (DateTimeOffset Ends, int Users)> _windows = [];
    private readonly Lock _lock = new();

    /// <summary>False when the address has had its share; then it may come back after the wait.</summary>
    public bool TryTake(IPAddress address, int users, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (_options.MaxUsers == 0)
            return true;

        var now = time.GetUtcNow();
        lock (_lock)
        {
            var window = _windows.GetValueOrDefault(address);
            if (window.Ends <= now)
                window = (now + _options.Window, 0);

            if (window.Users >= _options.MaxUsers)
            {
                wait = window.Ends - now;
                return false;
            }

            if (_windows.Count >= MaxAddresses)
                _windows.Clear();
            _windows[address] = (window.Ends, window.Users + users);
            return true;
        }
    }
}
