using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Streaming.Pipeline.Log;
using Streaming.Pipeline.Log.Kafka;
using Streaming.Pipeline.Log.Postgres;

namespace Streaming.Tests.Unit.Log;

public sealed class LogRegistrationTests
{
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    [Fact]
    public async Task Without_a_connection_to_Kafka_the_log_is_PostgreSQLs()
    {
        _builder.Services.AddLogging().AddSingleton(NpgsqlDataSource.Create("Host=nowhere"));
        _builder.AddLog();
        await using var services = _builder.Services.BuildServiceProvider();
        Assert.IsType<PostgresLog>(services.GetRequiredService<ILog>());
    }

    [Fact]
    public async Task With_a_connection_to_Kafka_the_log_is_Kafkas_and_one_producer_says_where_it_is()
    {
        _builder.Configuration["ConnectionStrings:kafka"] = "127.0.0.1:1";
        _builder.Configuration["Aspire:Confluent:Kafka:Producer:Config:ClientId"] = "mine";
        _builder.Services.AddLogging();
        _builder.AddLog();
        await using var services = _builder.Services.BuildServiceProvider();

        Assert.IsType<KafkaLog>(services.GetRequiredService<ILog>());
        Assert.StartsWith("mine#", services.GetRequiredService<IProducer<Null, Null>>().Name);
    }
}
