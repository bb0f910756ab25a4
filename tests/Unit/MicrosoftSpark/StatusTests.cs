using Google.Protobuf;
using Microsoft.Spark;
using Microsoft.Spark.Connect;

namespace Streaming.Tests.Unit.MicrosoftSpark;

public sealed class StatusTests
{
    private static readonly ConnectAddress Address = ConnectAddress.Parse("sc://spark:1");

    [Fact]
    public void Headers_without_a_status_have_none() => Assert.Null(Read());

    [Fact]
    public void A_message_is_decoded()
    {
        var status = Read(("grpc-status", "13"), ("grpc-message", "[TABLE_NOT_FOUND] `caf%C3%A9` 100%25"))!;
        Assert.Equal(GrpcCode.Internal, status.Code);
        Assert.Equal("[TABLE_NOT_FOUND] `café` 100%", status.Message);
    }

    [Fact]
    public void Sparks_exception_comes_with_its_class()
    {
        var details = Details("org.apache.spark.sql.AnalysisException");
        var status = Read(("grpc-status", "13"), ("grpc-message", "[X] wrong"), ("grpc-status-details-bin", details))!;
        var failure = status.ToException(Address);
        Assert.Equal("[X] wrong", failure.Message);
        Assert.Equal("org.apache.spark.sql.AnalysisException: [X] wrong", Assert.IsType<JvmException>(failure.InnerException).Message);
    }

    [Theory]
    [InlineData("?!")]
    [InlineData("AAAA")]
    public void Malformed_details_hide_no_message(string details)
    {
        var failure = Read(("grpc-status", "2"), ("grpc-message", "wrong"), ("grpc-status-details-bin", details))!.ToException(Address);
        Assert.Contains("wrong", failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.InnerException);
    }

    [Theory]
    [InlineData("14", true)]
    [InlineData("4", false)]
    [InlineData("13", false)]
    public void Only_what_may_go_well_in_a_while_is_transient(string code, bool transient) =>
        Assert.Equal(transient, Read(("grpc-status", code))!.ToException(Address).IsTransient);

    [Fact]
    public void Another_version_and_a_wrong_token_are_said_to_be_that()
    {
        Assert.Contains("version 3.5", Read(("grpc-status", "12"))!.ToException(Address).Message, StringComparison.Ordinal);
        Assert.Contains("token", Read(("grpc-status", "16"))!.ToException(Address).Message, StringComparison.Ordinal);
    }

    private static GrpcStatus? Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return GrpcStatus.Read(response.Headers);
    }

    private static string Details(string reason)
    {
        var info = new ErrorInfo { Reason = reason }.ToByteString();
        var status = new ErrorStatus { Details = { new ErrorDetail { TypeUrl = "type.googleapis.com/google.rpc.ErrorInfo", Value = info } } };
        return Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
    }
}
