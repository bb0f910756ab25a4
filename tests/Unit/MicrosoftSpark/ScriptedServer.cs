using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Microsoft.Spark.Connect;

namespace Streaming.Tests.Unit.MicrosoftSpark;

/// <summary>Answers each call with the next of the answers written down for it, and keeps the calls. When there is none it does not answer.</summary>
internal sealed class ScriptedServer(params ScriptedServer.Answer[] answers) : HttpMessageHandler
{
    private readonly Queue<Answer> _answers = new(answers);

    /// <param name="Messages">What is sent.</param>
    /// <param name="Status">What the trailers say; null breaks the connection after the messages.</param>
    internal sealed record Answer(IMessage[] Messages, string? Status = "0", string Error = "");

    /// <summary>Each call's method and message, without ReleaseExecute's.</summary>
    public List<(string Method, byte[] Body)> Calls { get; } = [];

    public int Released { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = request.RequestUri!.Segments[^1];
        var body = (await request.Content!.ReadAsByteArrayAsync(cancellationToken))[5..];
        if (method == "ReleaseExecute")
        {
            Released++;
            return Respond(new Answer([new ReleaseExecuteResponse()]));
        }

        Calls.Add((method, body));
        if (_answers.Count == 0) await Task.Delay(Timeout.Infinite, cancellationToken);
        return Respond(_answers.Dequeue());
    }

    private static HttpResponseMessage Respond(Answer answer)
    {
        Stream body = new MemoryStream([.. answer.Messages.SelectMany(GrpcFrame.Write)]);
        if (answer.Status is null) body = new BreakingStream(body);
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        if (answer.Status is null) return response;
        response.TrailingHeaders.Add("grpc-status", answer.Status);
        response.TrailingHeaders.Add("grpc-message", answer.Error);
        return response;
    }

    /// <summary>Fails where it should end.</summary>
    private sealed class BreakingStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            inner.Read(buffer, offset, count) is var read and > 0 ? read : throw new IOException("The connection was cut.");

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
