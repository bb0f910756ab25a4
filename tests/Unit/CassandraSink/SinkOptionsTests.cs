using Streaming.CassandraSink;

namespace Streaming.Tests.Unit.CassandraSink;

public sealed class SinkOptionsTests
{
    private static readonly SinkOptionsValidator Validator = new();

    [Fact]
    public void The_defaults_are_valid() => Assert.True(Validator.Validate(null, new SinkOptions()).Succeeded);

    [Theory]
    [InlineData("MaxRows", "0")]
    [InlineData("MaxBytes", "1000")]
    [InlineData("ReadWait", "00:00:00")]
    [InlineData("WriteTimeout", "1.00:00:00")]
    public void A_bad_value_is_named_with_its_key(string key, string value)
    {
        var options = new SinkOptions();
        switch (key)
        {
            case "MaxRows": options.MaxRows = int.Parse(value); break;
            case "MaxBytes": options.MaxBytes = int.Parse(value); break;
            case "ReadWait": options.ReadWait = TimeSpan.Parse(value); break;
            default: options.WriteTimeout = TimeSpan.Parse(value); break;
        }

        var error = Assert.Single(Validator.Validate(null, options).Failures!);
        Assert.StartsWith($"Sink:{key} is {value};", error);
    }

    [Fact]
    public void All_bad_values_are_named_at_once() =>
        Assert.Equal(4, Validator.Validate(null, new SinkOptions { MaxRows = 0, MaxBytes = 0, ReadWait = default, WriteTimeout = default }).Failures!.Count());
}
