using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Streaming.Tests.Unit.ServiceDefaults;

public sealed class NpgsqlDataSourceTests
{
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    [Fact]
    public void The_more_specific_connection_string_wins()
    {
        _builder.Configuration["Aspire:Npgsql:ConnectionString"] = "Host=general";
        Assert.Equal("general", ResolveHost());

        _builder.Configuration["Aspire:Npgsql:raw:ConnectionString"] = "Host=named";
        Assert.Equal("named", ResolveHost());

        _builder.Configuration["ConnectionStrings:raw"] = "Host=injected";
        Assert.Equal("injected", ResolveHost());

        string ResolveHost()
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Configuration.AddConfiguration(_builder.Configuration);
            builder.AddNpgsqlDataSource("raw");
            return new NpgsqlConnectionStringBuilder(Resolve(builder).ConnectionString).Host!;
        }
    }

    [Fact]
    public void The_caller_has_the_last_word_on_settings_and_data_source()
    {
        _builder.Configuration["ConnectionStrings:raw"] = "Host=injected";

        _builder.AddNpgsqlDataSource("raw", settings => settings.ConnectionString = "Host=mine", source => source.ConnectionStringBuilder.Port = 4711);

        Assert.Equal("Host=mine;Port=4711", Resolve(_builder).ConnectionString);
    }

    [Fact]
    public void A_missing_connection_string_is_said_where_it_is_needed()
    {
        _builder.AddNpgsqlDataSource("raw");

        var error = Assert.Throws<InvalidOperationException>(() => Resolve(_builder));
        Assert.StartsWith("ConnectionString is missing.", error.Message);
        Assert.Contains("ConnectionStrings:raw", error.Message);
    }

    [Fact]
    public async Task Health_shows_an_unreachable_server()
    {
        _builder.Configuration["ConnectionStrings:raw"] = "Host=127.0.0.1;Port=1;Timeout=2";
        _builder.AddNpgsqlDataSource("raw");
        using var host = _builder.Build();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Unhealthy, report.Entries["PostgreSql"].Status);
    }

    [Fact]
    public void Health_checks_can_be_left_out()
    {
        _builder.AddNpgsqlDataSource("raw", settings => settings.DisableHealthChecks = true);

        Assert.DoesNotContain(_builder.Services, service => service.ServiceType == typeof(HealthCheckService));
    }

    private static NpgsqlDataSource Resolve(HostApplicationBuilder builder) =>
        builder.Services.BuildServiceProvider().GetRequiredService<NpgsqlDataSource>();
}
