using Microsoft.Extensions.Hosting;
using Npgsql;
using Streaming.Pipeline.Hosting;

namespace Streaming.Tests.Unit.Hosting;

public sealed class SetupStepTests
{
    [Fact]
    public async Task A_step_that_ends_well_says_nothing_and_exits_with_0() =>
        Assert.Equal((0, ""), await RunAsync((_, _) => Task.CompletedTask));

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_one_line_with_what_to_do()
    {
        var (code, errors) = await RunAsync(async (_, cancellationToken) =>
        {
            await using var source = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Password=not-to-be-seen");
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
        });

        Assert.Equal(1, code);
        Assert.StartsWith("Sink setup failed: PostgreSQL can't be reached (", errors);
        Assert.EndsWith("Start it or correct ConnectionStrings:streaming, then run setup again.", errors);
        Assert.DoesNotContain("not-to-be-seen", errors);
    }

    [Theory]
    [InlineData("28P01", "Correct ConnectionStrings:streaming.")]
    [InlineData("3D000", "Correct ConnectionStrings:streaming.")]
    [InlineData("42501", "Grant it, then run setup again.")]
    [InlineData("55000", "then run setup again: it goes on where it was.")]
    public async Task What_the_server_refuses_is_told_with_what_to_do(string sqlState, string advice)
    {
        var (code, errors) = await RunAsync((_, _) => throw new PostgresException("no such\nthing", "ERROR", "ERROR", sqlState));

        Assert.Equal(1, code);
        Assert.Contains("no such thing", errors);
        Assert.EndsWith(advice, errors);
    }

    [Fact]
    public async Task Any_other_fault_is_told_in_its_own_words_without_a_stack_trace() =>
        Assert.Equal((1, "Sink setup failed: No such slot."), await RunAsync((_, _) => throw new InvalidOperationException("No such slot.")));

    private static async Task<(int Code, string Errors)> RunAsync(Func<IServiceProvider, CancellationToken, Task> step)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Sink", DisableDefaults = true });
        using var host = builder.Build();
        var errors = new StringWriter();
        var code = await SetupStep.RunAsync(host.Services, step, errors);
        return (code, errors.ToString().TrimEnd());
    }
}
