using System.Buffers;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Unit.Events;

/// <summary>The calls that run once an event allocate nothing once they are warm.</summary>
public sealed class AllocationTests
{
    private const int Events = 2_000;

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly UserRow _row = new();
    private readonly List<RuleViolation> _violations = [];

    [Fact]
    public void Canonicalising_allocates_nothing() => AllocatesNothing(() =>
    {
        _buffer.ResetWrittenCount();
        return RawRecord.TryCanonicalise(Samples.V14, _buffer, out _, out _);
    });

    [Fact]
    public void Mapping_allocates_nothing()
    {
        RawRecord.TryCanonicalise(Samples.V14, _buffer, out _, out _);
        var payload = _buffer.WrittenSpan.ToArray();
        AllocatesNothing(() => RawUser.Map(payload, _row, _violations));
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var row = Samples.Created();
        AllocatesNothing(() =>
        {
            _buffer.ResetWrittenCount();
            UserJson.Write(_buffer, row, UserForm.Created);
            return true;
        });
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var json = Samples.Utf8(Samples.Json(Samples.Created(), UserForm.Created));
        AllocatesNothing(() => UserJson.TryRead(json, _row, _violations));
    }

    [Fact]
    public void Reading_the_identity_allocates_nothing()
    {
        var json = Samples.Utf8(Samples.Json(Samples.Created(), UserForm.Created));
        AllocatesNothing(() => UserJson.TryReadIdentity(json, out _, out _));
    }

    [Fact]
    public void Checking_a_valid_user_allocates_nothing()
    {
        var row = Samples.Created();
        AllocatesNothing(() => UserRules.Check(row, _violations));
    }

    [Fact]
    public void Reading_and_normalising_allocates_nothing()
    {
        var json = Samples.Utf8(Samples.Json(Samples.Created(), UserForm.Created));
        AllocatesNothing(() =>
        {
            var read = UserJson.TryRead(json, _row, _violations);
            UserNormaliser.Normalise(_row, Samples.IngestedAt);
            return read;
        });
    }

    private static void AllocatesNothing(Func<bool> one)
    {
        for (var i = 0; i < Events; i++) Assert.True(one());

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var succeeded = true;
        for (var i = 0; i < Events; i++) succeeded &= one();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.True(succeeded);
    }
}
