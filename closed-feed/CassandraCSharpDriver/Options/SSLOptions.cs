using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Cassandra;

/// <summary>How connections are encrypted, and whom they trust.</summary>
public class SSLOptions
{
    public SSLOptions()
        : this(SslProtocols.None, true, null)
    {
    }

    /// <param name="remoteCertValidationCallback">Decides whether a certificate is trusted; null leaves it to the system.</param>
    internal SSLOptions(SslProtocols sslProtocol, bool checkCertificateRevocation, RemoteCertificateValidationCallback? remoteCertValidationCallback)
    {
        SslProtocol = sslProtocol;
        CheckCertificateRevocation = checkCertificateRevocation;
        RemoteCertValidationCallback = remoteCertValidationCallback;
    }

    internal SslProtocols SslProtocol { get; }

    internal bool CheckCertificateRevocation { get; private set; }

    internal X509CertificateCollection CertificateCollection { get; private set; } = [];

    internal RemoteCertificateValidationCallback? RemoteCertValidationCallback { get; private set; }

    internal Func<IPAddress, string> HostNameResolver { get; private set; } = address => address.ToString();

    internal SSLOptions SetCertificateCollection(X509CertificateCollection certificates)
    {
        CertificateCollection = certificates;
        return this;
    }

    public SSLOptions SetCertificateRevocationCheck(bool flag)
    {
        CheckCertificateRevocation = flag;
        return this;
    }

    public SSLOptions SetRemoteCertValidationCallback(RemoteCertificateValidationCallback callback)
    {
        RemoteCertValidationCallback = callback;
        return this;
    }

    /// <summary>The name that a host's certificate is checked against; its address by default.</summary>
    public SSLOptions SetHostNameResolver(Func<IPAddress, string> resolveHost)
    {
        HostNameResolver = resolveHost;
        return this;
    }
}
