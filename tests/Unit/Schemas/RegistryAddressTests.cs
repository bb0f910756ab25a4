using System.Text;
using Streaming.Pipeline.Schemas.Confluent;

namespace Streaming.Tests.Unit.Schemas;

public sealed class RegistryAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8081", "http://127.0.0.1:8081/", null)]
    [InlineData("https://registry/apis/ccompat/v7/", "https://registry/apis/ccompat/v7/", null)]
    [InlineData("http://host:1/apis/ccompat/v7", "http://host:1/apis/ccompat/v7/", null)]
    [InlineData("http://me:p%40ss%3Aword@host:1", "http://host:1/", "me:p@ss:word")]
    [InlineData("Endpoint=https://host/x;Username=me;Password='p;=@'", "https://host/x/", "me:p;=@")]
    [InlineData("endpoint=http://host", "http://host/", null)]
    public void An_address_has_a_base_and_perhaps_an_account(string connectionString, string address, string? account)
    {
        var parsed = RegistryAddress.Parse(connectionString);

        Assert.Equal(address, parsed.Base.AbsoluteUri);
        Assert.Equal(account, parsed.Authorization is { Scheme: "Basic" } basic ? Encoding.UTF8.GetString(Convert.FromBase64String(basic.Parameter!)) : null);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("ftp://host-secret/")]
    [InlineData("http://host/?secret=1")]
    [InlineData("Endpoint=http://host;Password='secret")]
    [InlineData("Endpoint=http://host;Token=secret")]
    [InlineData("Endpoint=secret")]
    public void What_is_no_address_is_refused_without_being_repeated(string connectionString)
    {
        var error = Assert.Throws<FormatException>(() => RegistryAddress.Parse(connectionString));

        Assert.Contains("ConnectionStrings:registry must be", error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }
}
