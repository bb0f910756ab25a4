using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Cassandra;

/// <summary>Opens connections: the socket, TLS, the protocol's start, the credentials, the keyspace.</summary>
internal sealed class ConnectionOpener(Configuration configuration)
{
    private readonly SocketOptions _options = configuration.SocketOptions;

    /// <summary>Whatever goes wrong within the connect timeout is thrown, and nothing stays open.</summary>
    public async Task<Connection> OpenAsync(IPEndPoint address, string? keyspace, IConnectionOwner owner, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.ConnectTimeoutMillis);
        Stream? stream = null;
        try
        {
            stream = await ConnectAsync(address, limit.Token).ConfigureAwait(false);
            if (configuration.SslOptions is { } ssl) stream = await EncryptAsync(stream, address, ssl, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            stream?.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }

        var connection = new Connection(stream, address, configuration, owner);
        try
        {
            connection.Start();
            await StartUpAsync(connection).ConfigureAwait(false);
            if (keyspace is not null) await connection.UseAsync(keyspace, _options.ConnectTimeoutMillis).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e)
        {
            connection.Close(e);
            throw;
        }
    }

    private async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (_options.TcpNoDelay is { } noDelay) socket.NoDelay = noDelay;
            if (_options.KeepAlive is { } keepAlive) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, keepAlive);
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> EncryptAsync(Stream inner, IPEndPoint address, SSLOptions ssl, CancellationToken cancellationToken)
    {
        var stream = new SslStream(inner);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = ssl.HostNameResolver(address.Address),
            EnabledSslProtocols = ssl.SslProtocol,
            ClientCertificates = ssl.CertificateCollection,
            RemoteCertificateValidationCallback = ssl.RemoteCertValidationCallback,
            CertificateRevocationCheckMode = ssl.CheckCertificateRevocation
                ? System.Security.Cryptography.X509Certificates.X509RevocationMode.Online
                : System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
        };
        await stream.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        return stream;
    }

    private async Task StartUpAsync(Connection connection)
    {
        var timeout = _options.ConnectTimeoutMillis;
        var response = await connection.RequestAsync(Opcode.Startup, timeout, buffer =>
        {
            buffer.WriteShort(1);
            buffer.WriteString("CQL_VERSION");
            buffer.WriteString("3.0.0");
        }).ConfigureAwait(false);
        if (response.Opcode == Opcode.Authenticate) await AuthenticateAsync(connection, timeout).ConfigureAwait(false);
        else if (response.Opcode != Opcode.Ready) throw new DriverInternalError($"The server answered STARTUP with {response.Opcode}.");
    }

    private async Task AuthenticateAsync(Connection connection, int timeout)
    {
        if (configuration.AuthProvider is not { } provider)
            throw new AuthenticationException("The host asks for credentials and none were given (Builder.WithCredentials).", connection.Address);
        var authenticator = provider.NewAuthenticator(connection.Address);
        var token = authenticator.InitialResponse();
        while (true)
        {
            var answer = token;
            var response = await connection.RequestAsync(Opcode.AuthResponse, timeout, buffer => buffer.WriteBytes(answer)).ConfigureAwait(false);
            if (response.Opcode == Opcode.AuthSuccess) return;
            if (response.Opcode != Opcode.AuthChallenge) throw new DriverInternalError($"The server answered credentials with {response.Opcode}.");
            var challenge = new BodyReader(response.Body).ReadBytes() ?? [];
            token = authenticator.EvaluateChallenge(challenge)
                ?? throw new AuthenticationException("The host asks for more than the authentication provider has.", connection.Address);
        }
    }
}
