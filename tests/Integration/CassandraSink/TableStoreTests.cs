namespace Streaming.Tests.Integration.CassandraSink;

[SkipReason(nameof(Skip))]
public sealed class PostgresTableStoreTests : TableStoreContract
{
    public static string? Skip => PostgresRequirement.SkipReason;

    private protected override async Task<StoreUnderTest> CreateAsync() => new PostgresStoreUnderTest(await TablesUnderTest.CreateAsync());
}

[SkipReason(nameof(Skip))]
public sealed class CassandraTableStoreTests : TableStoreContract
{
    public static string? Skip => ServerHomes.SkipReason(ServerHomes.Cassandra);

    private protected override async Task<StoreUnderTest> CreateAsync() => await CassandraStoreUnderTest.CreateAsync();
}
