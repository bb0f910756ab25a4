using Microsoft.Spark.Connect;
using Microsoft.Spark.Sql;

namespace Streaming.Tests.Unit.MicrosoftSpark;

public sealed class AddressTests
{
    [Fact]
    public void A_host_alone_has_Sparks_port_and_no_encryption()
    {
        var address = ConnectAddress.Parse("sc://spark");
        Assert.Equal(new Uri("http://spark:15002/"), address.HttpAddress);
        Assert.Empty(address.Headers);
    }

    [Fact]
    public void Parameters_set_encryption_token_user_and_headers()
    {
        var address = ConnectAddress.Parse("sc://spark:1234/;use_ssl=true;token=a%3Bb;user_id=me;x-tenant=7");
        Assert.Equal(new Uri("https://spark:1234/"), address.HttpAddress);
        Assert.Equal("me", address.UserId);
        Assert.Equal("Bearer a;b", address.Headers["authorization"]);
        Assert.Equal("7", address.Headers["x-tenant"]);
    }

    [Theory]
    [InlineData("sc://spark/;token=x")]
    [InlineData("sc://spark/;token=x;use_ssl=false")]
    public void A_token_is_sent_encrypted(string text) => Assert.Equal("https", ConnectAddress.Parse(text).HttpAddress.Scheme);

    [Fact]
    public void A_token_is_in_no_message()
    {
        Assert.Equal("sc://spark:1", ConnectAddress.Parse("sc://spark:1/;token=secret").ToString());
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => ConnectAddress.Parse("http://spark:1/;token=secret")).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:15002")]
    [InlineData("http://127.0.0.1:15002")]
    [InlineData("sc://spark/?token=x")]
    [InlineData("sc://spark/;token")]
    [InlineData("sc://spark/;use_ssl=yes")]
    public void Another_address_is_refused(string text) => Assert.Throws<FormatException>(() => ConnectAddress.Parse(text));

    [Fact]
    public void An_absent_server_is_named_with_what_to_do()
    {
        var failure = Assert.ThrowsAny<Exception>(SparkSession.Builder().Config("spark.remote", "sc://127.0.0.1:1").GetOrCreate);
        Assert.Contains("sc://127.0.0.1:1 ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("start-connect-server.sh", failure.Message, StringComparison.Ordinal);
    }
}
