namespace Streaming.AppHost.Status;

/// <summary>A server that has a page for people.</summary>
internal interface IServerPage : IResource
{
    EndpointReference Page { get; }
}
