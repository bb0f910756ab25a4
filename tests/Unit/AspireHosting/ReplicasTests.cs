using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Streaming.Tests.Unit.AspireHosting;

public sealed class ReplicasTests
{
    [Fact]
    public void Each_replica_has_what_the_first_has_and_a_port_of_its_own()
    {
        var builder = new DistributedApplicationBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        builder.AddResource(new ProjectResource("service"))
            .WithHttpEndpoint(port: 5000).WithHttpHealthCheck("/health").WithEnvironment("COLOUR", "red").WithReplicas(5).WithReplicas(3);

        using var application = builder.Build();

        Assert.Equal(["service", "service-2", "service-3"], builder.Resources.Select(resource => resource.Name));
        Assert.Equal([5000, null, null], builder.Resources.Select(resource => resource.Annotations.OfType<EndpointAnnotation>().Single().Port));
        Assert.All(builder.Resources, resource => Assert.Single(resource.Annotations.OfType<EnvironmentCallbackAnnotation>()));
        Assert.Equal(
            ["service_http_/health_200_check", "service-2_http_/health_200_check", "service-3_http_/health_200_check"],
            builder.Resources.Select(resource => resource.Annotations.OfType<HealthCheckAnnotation>().Single().Key));
    }
}
