using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Streaming.Tests.Unit.AspireHosting;

public sealed class EnvironmentTests
{
    private static readonly OtlpSettings NoTelemetry = new(Endpoint: null, ApiKey: null, IsDevelopment: false);

    private readonly DistributedApplicationBuilder _builder = new(new DistributedApplicationOptions { DisableDashboard = true });

    [Fact]
    public async Task A_connection_string_arrives_under_the_resources_name_as_it_is_written()
    {
        var password = _builder.AddParameter("password", () => "a{b}", secret: true);
        var database = _builder.AddResource(new Database("my-db", ReferenceExpression.Create($"Host=x;Password={password}")));
        var project = _builder.AddResource(new ProjectResource("service")).WithReference(database);

        Assert.Equal("Host=x;Password=a{b}", (await VariablesOf(project))["ConnectionStrings__my-db"]);
    }

    [Fact]
    public async Task A_services_endpoints_arrive_by_scheme_and_by_name()
    {
        var source = WithPort(_builder.AddResource(new ProjectResource("my-source")).WithHttpEndpoint(), 5001);
        var project = _builder.AddResource(new ProjectResource("service")).WithReference(source);

        var variables = await VariablesOf(project);

        Assert.Equal("http://localhost:5001", variables["services__my-source__http__0"]);
        Assert.Equal("http://localhost:5001", variables["MY_SOURCE_HTTP"]);
    }

    [Fact]
    public async Task A_reference_to_a_service_with_replicas_names_each_of_them()
    {
        var service = _builder.AddResource(new ProjectResource("service")).WithHttpEndpoint(port: 5000).WithReplicas(3);
        var console = _builder.AddResource(new ProjectResource("console")).WithReference(service);
        using var application = _builder.Build();
        Ports.Allocate(_builder.Resources);

        var variables = await VariablesOf(console);

        Assert.Equal("http://localhost:5000", variables["services__service__http__0"]);
        Assert.Equal("http://localhost:5000", variables["SERVICE_HTTP"]);
        var addresses = variables.Where(variable => variable.Key.StartsWith("services__service__http__")).Select(variable => variable.Value);
        Assert.Equal(3, addresses.Distinct().Count());
    }

    [Fact]
    public async Task A_project_is_told_where_to_listen()
    {
        var project = WithPort(_builder.AddResource(new ProjectResource("service")).WithHttpEndpoint(), 5002);

        Assert.Equal("http://localhost:5002", (await VariablesOf(project))["ASPNETCORE_URLS"]);
    }

    [Fact]
    public async Task An_expression_takes_endpoints_and_keeps_its_braces()
    {
        var source = WithPort(_builder.AddResource(new ProjectResource("source")).WithHttpEndpoint(), 5003);
        var project = _builder.AddResource(new ProjectResource("service"))
            .WithEnvironment("ADDRESS", $"{source.GetEndpoint("http")}/api/{{x}}");

        Assert.Equal("http://localhost:5003/api/{x}", (await VariablesOf(project))["ADDRESS"]);
    }

    [Fact]
    public async Task Telemetry_goes_to_the_dashboard_and_in_development_at_once()
    {
        var project = _builder.AddResource(new ProjectResource("service"));

        var production = await VariablesOf(project, new OtlpSettings("http://127.0.0.1:4317", "key", IsDevelopment: false));
        var development = await VariablesOf(project, new OtlpSettings("http://127.0.0.1:4317", "key", IsDevelopment: true));

        Assert.Equal("http://127.0.0.1:4317", production["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", production["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal("service", production["OTEL_SERVICE_NAME"]);
        Assert.Equal("x-otlp-api-key=key", production["OTEL_EXPORTER_OTLP_HEADERS"]);
        Assert.Matches("^service\\.instance\\.id=[a-z]{8}$", production["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.DoesNotContain("OTEL_BSP_SCHEDULE_DELAY", production.Keys);
        Assert.Equal("1000", development["OTEL_BSP_SCHEDULE_DELAY"]);
    }

    [Fact]
    public async Task Without_a_dashboard_no_telemetry_is_sent()
    {
        var variables = await VariablesOf(_builder.AddResource(new ProjectResource("service")));

        Assert.DoesNotContain("OTEL_EXPORTER_OTLP_ENDPOINT", variables.Keys);
    }

    private static IResourceBuilder<ProjectResource> WithPort(IResourceBuilder<ProjectResource> project, int port)
    {
        var endpoint = project.GetEndpoint("http").EndpointAnnotation;
        endpoint.TargetPort = port;
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port);
        Assert.Equal(ProtocolType.Tcp, endpoint.Protocol);
        return project;
    }

    private Task<Dictionary<string, string>> VariablesOf(IResourceBuilder<IResource> project, OtlpSettings? otlp = null) =>
        LaunchPlanner.EnvironmentAsync(project.Resource, _builder.ExecutionContext, otlp ?? NoTelemetry, CancellationToken.None);

    private sealed class Database(string name, ReferenceExpression connectionString) : Resource(name), IResourceWithConnectionString
    {
        public ReferenceExpression ConnectionStringExpression => connectionString;
    }
}
