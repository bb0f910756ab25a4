using System.Text.Json;

namespace Streaming.Tests.EndToEnd.Deployment;

public sealed class ManifestTests(Published published) : IClassFixture<Published>
{
    private IEnumerable<JsonProperty> Resources => published.Manifest.GetProperty("resources").EnumerateObject();

    [Fact]
    public void It_is_what_the_schema_says()
    {
        Assert.Empty(ManifestSchema.Faults(published.Manifest));
        Assert.Empty(ManifestSchema.Faults(published.ManifestWithPostgres));
    }

    [Fact]
    public void Every_expression_names_something_that_is_there()
    {
        Assert.Empty(ManifestExpressions.Unresolved(published.Manifest));
        Assert.Empty(ManifestExpressions.Unresolved(published.ManifestWithPostgres));
        Assert.NotEmpty(Resources.SelectMany(resource => ManifestExpressions.Texts(resource.Name, resource.Value))
            .SelectMany(text => ManifestExpressions.In(text.Text)));
    }

    [Fact]
    public Task It_is_the_topology_that_the_golden_file_shows() => Golden.AssertAsync("manifest.golden.json", published.ManifestText);

    [Theory]
    [InlineData("zookeeper", "container.v0")]
    [InlineData("kafka", "container.v0")]
    [InlineData("registry", "container.v0")]
    [InlineData("control-center", "container.v0")]
    [InlineData("cassandra", "container.v0")]
    [InlineData("spark-master", "container.v0")]
    [InlineData("spark-worker-1", "container.v0")]
    [InlineData("setup-log", "project.v0")]
    [InlineData("setup-tables", "project.v0")]
    [InlineData("setup-console", "project.v0")]
    [InlineData("ingestion", "project.v0")]
    [InlineData("sink", "project.v0")]
    [InlineData("source", "project.v0")]
    [InlineData("console", "project.v0")]
    [InlineData("streaming", "parameter.v0")]
    [InlineData("push-api-key", "parameter.v0")]
    [InlineData("console-token", "parameter.v0")]
    public void It_has_every_part(string name, string type) =>
        Assert.Equal(type, published.Manifest.GetProperty("resources").GetProperty(name).GetProperty("type").GetString());

    [Fact]
    public void Where_PostgreSQL_is_a_container_its_database_is_in_a_volume()
    {
        var resources = published.ManifestWithPostgres.GetProperty("resources");
        var postgres = resources.GetProperty("postgres");

        Assert.Equal("container.v0", postgres.GetProperty("type").GetString());
        Assert.Contains("wal_level=logical", postgres.GetProperty("args").EnumerateArray().Select(arg => arg.GetString()));
        Assert.Equal("/var/lib/postgresql/data", postgres.GetProperty("volumes")[0].GetProperty("target").GetString());
        Assert.Equal("{postgres.connectionString};Database=streaming", resources.GetProperty("streaming").GetProperty("connectionString").GetString());
    }

    [Fact]
    public void Every_project_is_where_the_manifest_says()
    {
        var paths = TextsOf("path");

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(File.Exists(Path.Combine(published.Folder, path)), path));
    }

    [Fact]
    public void Every_image_has_a_fixed_version()
    {
        Assert.NotEmpty(TextsOf("image"));
        Assert.All(TextsOf("image"), image => Assert.Matches(@"^[a-z.]+/[a-z/-]+:\d+\.\d+(\.\d+)?[a-z0-9.-]*$", image));
    }

    [Fact]
    public void No_secret_has_a_value()
    {
        foreach (var manifest in new[] { published.Manifest, published.ManifestWithPostgres })
        {
            var parameters = manifest.GetProperty("resources").EnumerateObject().Where(resource => resource.Value.TryGetProperty("inputs", out _)).ToList();

            Assert.InRange(parameters.Count, 3, 10);
            Assert.All(parameters, parameter =>
            {
                var input = parameter.Value.GetProperty("inputs").GetProperty("value");
                Assert.True(input.GetProperty("secret").GetBoolean(), parameter.Name);
                Assert.False(input.TryGetProperty("default", out _), $"{parameter.Name} has a default.");
                Assert.Equal($"{{{parameter.Name}.inputs.value}}", parameter.Value.GetProperty("value").GetString());
            });
        }
    }

    [Theory]
    [InlineData("one broker")]
    [InlineData("plain text")]
    [InlineData("PostgreSQL is not part of it")]
    [InlineData("Azure file shares")]
    [InlineData("STREAMING_ENGINE=inprocess")]
    public void What_will_not_survive_is_said_before(string warning) => Assert.Contains(warning, published.ManifestOutput);

    [Fact]
    public async Task Nothing_of_this_machine_is_touched()
    {
        var folder = Path.Combine(published.Folder, "data");
        await Published.PublishAsync("--data", folder, "--publisher", "manifest", "--output-path", Path.Combine(published.Folder, "other.json"));

        Assert.False(Directory.Exists(folder), "Publishing made a data folder.");
    }

    private List<string> TextsOf(string property) =>
        [.. Resources.Where(resource => resource.Value.TryGetProperty(property, out _)).Select(resource => resource.Value.GetProperty(property).GetString()!)];
}
