namespace Streaming.Tests.Harness.Servers;

/// <summary>A theory that needs real servers: see <see cref="ServersFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServersTheoryAttribute : TheoryAttribute
{
    public ServersTheoryAttribute(params string[] homes) => Skip = PostgresRequirement.SkipReason ?? ServerHomes.SkipReason(homes);
}
