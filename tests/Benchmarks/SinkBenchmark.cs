using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Streaming.CassandraSink;
using Streaming.CassandraSink.Tables;
using Streaming.CassandraSink.Tables.Cassandra;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Tables.Cassandra;
using Streaming.Pipeline.Telemetry;

namespace Streaming.Tests.Benchmarks;

/// <summary>The sink without a log: records of users_processed, ready in memory, through its decoder into Cassandra's tables.</summary>
internal static class SinkBenchmark
{
    private const int RecordsOfRead = 5_000;
    private const int SchemaId = 1;

    /// <summary>2026-01-01T00:00:00Z, in microseconds.</summary>
    private const long Start = 1_767_225_600_000_000;

    private static readonly (string Code, string Name)[] Countries =
        [.. "AU BR CA CH DE DK ES FI FR GB IE IN IR MX NL NO NZ RS TR UA US".Split(' ').Select(code => (code, $"Country of {code}"))];

    /// <summary>Writes new users; returns how many a second.</summary>
    /// <param name="connectionString">Of a server that may lose its keyspace <c>sink_benchmark</c>.</param>
    public static async Task<double> MeasureAsync(string connectionString, int users, CassandraOptions options, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new SinkMetrics(services.GetRequiredService<IMeterFactory>());
        using var letters = new DeadLetters(SchemaId, metrics, TimeProvider.System, NullLogger.Instance);
        var limits = new SinkOptions();
        var connection = new CassandraConnection($"{connectionString};Default Keyspace=sink_benchmark", options);
        await using var tables = new CassandraTables(connection, Options.Create(options), Options.Create(limits), metrics, TimeProvider.System);
        await tables.SetUpAsync(cancellationToken);

        var spans = BatchSpans.OfWrites(SinkMetrics.Source, tables.System, "upsert", "created_users");
        var decoder = new RecordDecoder(tables, new HashSet<int> { SchemaId }, spans, letters);
        using (var warmUp = Records(RecordsOfRead)) await StoreAsync(tables, decoder, warmUp, limits, cancellationToken);

        var reads = Enumerable.Range(0, users / RecordsOfRead).Select(_ => Records(RecordsOfRead)).ToList();
        var started = Stopwatch.GetTimestamp();
        foreach (var read in reads) await StoreAsync(tables, decoder, read, limits, cancellationToken);
        var rate = reads.Count * RecordsOfRead / Stopwatch.GetElapsedTime(started).TotalSeconds;

        foreach (var read in reads) read.Dispose();
        return rate;
    }

    private static async Task StoreAsync(
        ITableStore tables, RecordDecoder decoder, RecordBatch read, SinkOptions limits, CancellationToken cancellationToken)
    {
        for (var next = 0; next < read.Count;)
        {
            next = decoder.Fill([read], next, limits);
            var rows = tables.Count;
            var result = await tables.WriteAsync(cancellationToken);
            if (result.Upserted != rows) throw new InvalidOperationException($"Of {rows} rows {result.Upserted} were upserted.");
            decoder.Done(rows, null);
        }
    }

    private static RecordBatch Records(int count)
    {
        using var writer = new RecordWriter();
        var user = new UserRow();
        var partition = Topics.UsersProcessed[0];
        for (var i = 0; i < count; i++)
        {
            Fill(user, i);
            var value = writer.Begin(partition, user[UserField.Id], default);
            WireFormat.WritePrefix(value, SchemaId);
            UserJson.Write(value, user, UserForm.Processed);
            writer.End();
        }

        var records = writer.Partitions.Single();
        var buffer = ArrayPool<byte>.Shared.Rent(records.Data.Length);
        records.Data.CopyTo(buffer);
        return new RecordBatch(partition, 0, records.Count, DateTimeOffset.UnixEpoch, 1, buffer, records.Data.Length);
    }

    private static void Fill(UserRow user, int i)
    {
        var (code, country) = Countries[i % Countries.Length];
        user.Clear();
        user.Set(UserField.Id, Guid.NewGuid());
        Set(UserField.FirstName, $"Ada{i % 977}");
        Set(UserField.LastName, $"Lovelace{i % 1009}");
        Set(UserField.FullName, $"Ada{i % 977} Lovelace{i % 1009}");
        Set(UserField.Gender, i % 2 == 0 ? "female" : "male");
        Set(UserField.Address, $"{i % 9000} Main Street, Springfield, Oregon, {country}");
        Set(UserField.City, "Springfield");
        Set(UserField.State, "Oregon");
        Set(UserField.Country, country);
        Set(UserField.Nationality, code);
        Set(UserField.PostCode, $"{10_000 + (i % 80_000)}");
        Set(UserField.Latitude, "44.0462");
        Set(UserField.Longitude, "-123.022");
        Set(UserField.Email, $"ada{i}@example.com");
        Set(UserField.Username, $"silverswan{i % 131}");
        Set(UserField.Phone, $"2727901{i % 1000:000}");
        Set(UserField.Picture, $"https://randomuser.me/api/portraits/women/{i % 99}.jpg");
        Set(UserField.Age, "41");
        user.SetTimestamp(UserField.DateOfBirth, 473_385_600_000_000 + (i * 1_000_000L));
        user.SetTimestamp(UserField.RegisteredDate, 1_183_960_311_390_000 + (i * 1_000_000L));
        user.SetTimestamp(UserField.IngestedAt, Start + i);
        user.SetTimestamp(UserField.ProcessedAt, Start + i + 1_000);

        void Set(UserField field, string value) => user.Set(field, Encoding.UTF8.GetBytes(value));
    }
}
