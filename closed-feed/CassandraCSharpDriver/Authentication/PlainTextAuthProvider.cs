using System.Net;
using System.Text;

namespace Cassandra;

/// <summary>SASL PLAIN, which Cassandra's PasswordAuthenticator asks for.</summary>
internal class PlainTextAuthProvider(string username, string password) : IAuthProvider
{
    public IAuthenticator NewAuthenticator(IPEndPoint host) => new Authenticator(username, password);

    private sealed class Authenticator(string username, string password) : IAuthenticator
    {
        public byte[] InitialResponse() => Encoding.UTF8.GetBytes($"\0{username}\0{password}");

        /// <summary>PLAIN has but one step; the server answers an unexpected one with its own error.</summary>
        public byte[]? EvaluateChallenge(byte[] challenge) => null;
    }
}
