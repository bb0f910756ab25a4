namespace Cassandra;

/// <summary>A request that the driver makes for itself; its task has a copy of the answer's body, or the error that it was.</summary>
internal sealed class OwnRequest(Connection connection, Opcode opcode, int timeoutMillis, Action<WriteBuffer> write)
    : TaskCompletionSource<Response>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingRequest
{
    public Opcode Opcode => opcode;

    public int TimeoutMillis => timeoutMillis;

    public long Deadline { get; set; }

    public void Write(WriteBuffer buffer) => write(buffer);

    public void OnResponse(in Frame frame)
    {
        if (frame.Opcode == Opcode.Error) SetException(ErrorReader.Read(frame.Body, connection.Address));
        else SetResult(new Response(frame.Opcode, frame.Body.ToArray(), frame.Warnings));
    }

    public void OnFailure(Exception exception) => SetException(exception);
}

internal sealed record Response(Opcode Opcode, byte[] Body, string[]? Warnings);
