using System.Net;

namespace Cassandra;

/// <summary>Makes an authenticator for each connection to a server that asks for one.</summary>
internal interface IAuthProvider
{
    IAuthenticator NewAuthenticator(IPEndPoint host);
}

/// <summary>One connection's part in a SASL exchange.</summary>
internal interface IAuthenticator
{
    byte[] InitialResponse();

    byte[]? EvaluateChallenge(byte[] challenge);
}
