using System.CommandLine;
using Streaming.CassandraSink.Tables.Cassandra;

namespace Streaming.Tests.Benchmarks;

/// <summary>The sink alone on a Cassandra server that is there, with and without users_by_country.</summary>
internal static class SinkCommand
{
    public static Command Create()
    {
        var server = new Option<string>("--cassandra") { Description = "Its connection string: Contact Points=…;Port=…", Required = true };
        var users = new Option<int>("--users") { Description = "How many new users are written.", DefaultValueFactory = _ => 200_000 };
        var batch = new Option<int>("--batch-rows") { DefaultValueFactory = _ => new CassandraOptions().BatchRows };
        var bytes = new Option<int>("--batch-bytes") { DefaultValueFactory = _ => new CassandraOptions().BatchBytes };
        var inFlight = new Option<int>("--in-flight") { DefaultValueFactory = _ => new CassandraOptions().InFlight };
        var lookUp = new Option<int>("--look-up") { DefaultValueFactory = _ => new CassandraOptions().LookUpUsers };
        var command = new Command("sink", "The sink alone: new users a second into a Cassandra that is running.")
        {
            server, users, batch, bytes, inFlight, lookUp,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            foreach (var byCountry in new[] { false, true })
            {
                var options = new CassandraOptions
                {
                    UsersByCountry = byCountry,
                    BatchRows = parsed.GetValue(batch),
                    BatchBytes = parsed.GetValue(bytes),
                    InFlight = parsed.GetValue(inFlight),
                    LookUpUsers = parsed.GetValue(lookUp),
                };
                var rate = await SinkBenchmark.MeasureAsync(parsed.GetValue(server)!, parsed.GetValue(users), options, cancellationToken);
                Console.WriteLine($"{(byCountry ? "created_users and users_by_country" : "created_users alone")}: {rate:N0} users/s");
            }
        });
        return command;
    }
}
