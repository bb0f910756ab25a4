using System.Globalization;

namespace Streaming.AppHost.Servers.Containers;

/// <summary>
/// How docker compose asks inside the container whether it serves. It is told by bash alone, which all the images have: they have no other tool in common.
/// </summary>
/// <param name="Script">What bash runs; it may use the container's variables.</param>
internal sealed record ContainerHealth(string Script) : IResourceAnnotation
{
    /// <summary>Somebody listens on the port.</summary>
    public static ContainerHealth Listens(int port) => new(string.Create(CultureInfo.InvariantCulture, $"exec 3<>/dev/tcp/127.0.0.1/{port}"));

    /// <summary>A GET is answered with 200.</summary>
    /// <param name="port">A number, or a variable.</param>
    public static ContainerHealth Answers(string port, string path) => new(
        $"exec 3<>/dev/tcp/127.0.0.1/{port} && printf 'GET {path} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 "
        + "&& read -r line <&3 && [[ $line == *' 200'* ]]");
}

internal static class ContainerHealthBuilderExtensions
{
    public static IResourceBuilder<T> WithHealth<T>(this IResourceBuilder<T> container, ContainerHealth health) where T : ContainerResource =>
        container.WithAnnotation(health);
}
