using System.Reflection;
using Streaming.Tests.Harness;
using Streaming.Tests.Unit.ClosedFeed.OfficialApis;

namespace Streaming.Tests.Unit.ClosedFeed;

/// <summary>A stand-in, by the name of its assembly, and the part of the file that lists what it stands in for.</summary>
/// <param name="IsAnnotated">Whether the official package says where null may be.</param>
internal sealed record StandIn(string Assembly, char Part, bool IsAnnotated)
{
    public const string File = "official-apis.md";

    public static readonly StandIn[] All =
    [
        new("Aspire.Hosting", 'A', true),
        new("Aspire.Hosting.Docker", 'A', true),
        new("Aspire.Hosting.PostgreSQL", 'A', true),
        new("Aspire.Confluent.Kafka", 'B', true),
        new("Aspire.Npgsql", 'B', true),
        new("Cassandra", 'C', false),
        new("Microsoft.Spark", 'D', false),
        new("OpenTelemetry.Extensions.Hosting", 'F', true),
    ];

    /// <summary>What the file says in sentences, spelled out row by row.</summary>
    public static string SpelledOut { get; } = System.IO.File.ReadAllText(Path.Combine(Harness.Repository.Root, "tests/Unit/ClosedFeed/spelled-out.md"));

    public PublicMembers Members => new(System.Reflection.Assembly.Load(new AssemblyName(Assembly)), IsAnnotated);

    public OfficialApi Official => OfficialApi.Read(Part, SharedFile.Read(File), SpelledOut);
}
