namespace Microsoft.Spark.Connect;

/// <summary>
/// A server's address, as all clients of Spark Connect write it: <c>sc://host:port/;use_ssl=true;token=…;user_id=…</c>. Parameters with other names are sent
/// with each request as headers. A token is never sent without encryption.
/// </summary>
internal sealed class ConnectAddress
{
    private const int DefaultPort = 15002;

    private readonly Dictionary<string, string> _headers = [];

    private ConnectAddress(Uri address)
    {
        Host = address.Host;
        Port = address.IsDefaultPort ? DefaultPort : address.Port;
    }

    public string Host { get; }

    public int Port { get; }

    public bool UseTls { get; private set; }

    public string UserId { get; private set; } = Environment.UserName;

    public IReadOnlyDictionary<string, string> Headers => _headers;

    public Uri HttpAddress => new UriBuilder(UseTls ? "https" : "http", Host, Port).Uri;

    /// <exception cref="FormatException">The text is no such address; a token in it is not in the message.</exception>
    public static ConnectAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "sc" || uri.Host.Length == 0 || uri.Query.Length > 0)
        {
            throw new FormatException($"'{text.Split(';')[0]}' is not the address of a Spark Connect server, such as sc://127.0.0.1:15002.");
        }

        var address = new ConnectAddress(uri);
        foreach (var parameter in uri.AbsolutePath.TrimStart('/').Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = parameter.Split('=', 2);
            if (parts is not [{ Length: > 0 } name, var value]) throw new FormatException($"{address}: a parameter is not of the form name=value.");
            address.Set(Uri.UnescapeDataString(name), Uri.UnescapeDataString(value));
        }

        return address;
    }

    /// <summary>Without the parameters, one of which may be a token.</summary>
    public override string ToString() => $"sc://{Host}:{Port}";

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "use_ssl":
                UseTls |= bool.TryParse(value, out var tls) ? tls : throw new FormatException($"{this}: use_ssl is '{value}', neither true nor false.");
                break;
            case "token":
                _headers["authorization"] = $"Bearer {value}";
                UseTls = true;
                break;
            case "user_id":
                UserId = value;
                break;
            default:
                _headers[name] = value;
                break;
        }
    }
}
