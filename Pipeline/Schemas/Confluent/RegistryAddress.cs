using System.Data.Common;
using System.Net.Http.Headers;
using System.Text;

namespace Streaming.Pipeline.Schemas.Confluent;

/// <summary>
/// Where a registry is, and who we are there: the connection string <c>registry</c>. Either the address, as in
/// <c>https://host:8081</c> or <c>http://name:password@host:8080/apis/ccompat/v7</c>, or <c>Endpoint=address;Username=name;Password=password</c>,
/// where nothing needs to be percent-encoded.
/// </summary>
internal sealed class RegistryAddress
{
    private const string Wanted = "ConnectionStrings:registry must be an http or https address, or Endpoint=address;Username=name;Password=password";

    private RegistryAddress(Uri address, string user, string password)
    {
        // Without the slash the last part of the path would be replaced by what is asked for.
        Base = new UriBuilder(address) { UserName = "", Password = "", Path = address.AbsolutePath.TrimEnd('/') + "/" }.Uri;
        Authorization = user.Length == 0 && password.Length == 0 ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    /// <summary>The address without credentials; its path ends with a slash.</summary>
    public Uri Base { get; }

    /// <summary>Null when no credentials were given.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    /// <exception cref="FormatException">The text is neither; the message does not repeat it, as it may hold a password.</exception>
    public static RegistryAddress Parse(string connectionString)
    {
        if (!connectionString.StartsWith("endpoint", StringComparison.OrdinalIgnoreCase)) return FromAddress(connectionString, null);
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            throw new FormatException($"{Wanted}; its parts can't be told apart.");
        }

        var unknown = parts.Keys.Cast<string>().Except(["endpoint", "username", "password"], StringComparer.OrdinalIgnoreCase).ToList();
        if (unknown.Count > 0) throw new FormatException($"{Wanted}; it has also {string.Join(", ", unknown)}.");
        return FromAddress(Part("endpoint"), (Part("username"), Part("password")));

        string Part(string key) => parts.TryGetValue(key, out var value) ? (string)value : "";
    }

    private static RegistryAddress FromAddress(string text, (string User, string Password)? account)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) throw new FormatException($"{Wanted}.");
        if (address.Query.Length > 0 || address.Fragment.Length > 0) throw new FormatException($"{Wanted}; the address has a query.");
        var (user, password) = account ?? Split(address.UserInfo);
        return new RegistryAddress(address, user, password);
    }

    private static (string User, string Password) Split(string userInfo)
    {
        var parts = userInfo.Split(':', 2);
        return (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
