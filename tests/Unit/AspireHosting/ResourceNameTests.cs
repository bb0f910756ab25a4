using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Streaming.Tests.Unit.AspireHosting;

public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("setup-log")]
    [InlineData("A9-b")]
    public void Letters_digits_and_single_hyphens_make_a_name(string name) => Assert.Equal(name, new ProjectResource(name).Name);

    [Theory]
    [InlineData("")]
    [InlineData("9a")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("a_b")]
    [InlineData("é")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123456")]
    public void Anything_else_is_refused(string name) => Assert.Throws<ArgumentException>(() => new ProjectResource(name));

    [Fact]
    public void Two_resources_cannot_have_one_name_in_any_case()
    {
        var builder = new DistributedApplicationBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        builder.AddResource(new ProjectResource("sink"));

        Assert.Throws<DistributedApplicationException>(() => builder.AddResource(new ProjectResource("SINK")));
    }
}
