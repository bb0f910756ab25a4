using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Streaming.ServiceDefaults;
using Streaming.Tests.Unit.SampleSource;

namespace Streaming.Tests.Unit.ServiceDefaults;

public sealed class SamplerTests
{
    [Fact]
    public void A_burst_of_requests_is_no_burst_of_traces()
    {
        var time = new ManualTime();
        var sampler = new RateLimitedSampler(20, time);

        Assert.Equal(20, Taken(sampler, of: 1000));
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(10, Taken(sampler, of: 1000));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(20, Taken(sampler, of: 1000));
    }

    [Theory]
    [InlineData(null, 20)]
    [InlineData("always_on", 20)]
    [InlineData("parentbased_always_on", 100)]
    [InlineData("always_off", 0)]
    public void A_sampler_that_the_user_names_stands(string? named, int sampled)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", named)]).Build();
        using var source = new ActivitySource($"Sampler.{named}");
        using var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(configuration))
            .AddSource(source.Name)
            .AddDefaultSampler(configuration)
            .Build();

        var recorded = 0;
        for (var i = 0; i < 100; i++)
        {
            using var root = source.StartActivity("request", ActivityKind.Server, new ActivityContext());
            using var child = source.StartActivity("work");
            Assert.Equal(root?.Recorded ?? false, child?.Recorded ?? false);
            if (root is { Recorded: true }) recorded++;
        }

        Assert.InRange(recorded, sampled, sampled == 20 ? 25 : sampled);
    }

    private static int Taken(RateLimitedSampler sampler, int of) =>
        Enumerable.Range(0, of).Count(_ => sampler.ShouldSample(default).Decision == SamplingDecision.RecordAndSample);
}
