namespace Streaming.Tests.Harness.Servers;

/// <summary>
/// A test that needs real servers, named by their homes, and PostgreSQL: skipped where one is missing, except that it fails where <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServersFactAttribute : FactAttribute
{
    public ServersFactAttribute(params string[] homes) => Skip = PostgresRequirement.SkipReason ?? ServerHomes.SkipReason(homes);
}
