using System.IO.Pipelines;
using System.Text.Json;
using Streaming.SampleSource.Faults;

namespace Streaming.SampleSource.Generator;

/// <summary>Writes one page of users straight into the answer. The same request gives the same bytes.</summary>
internal sealed class PageWriter
{
    private const int FlushAt = 128 * 1024;

    private readonly SampleRequest _request;
    private readonly FaultOptions _faults;
    private readonly ulong _seed;
    private long _last;

    public PageWriter(SampleRequest request, FaultOptions faults)
    {
        _request = request;
        _faults = faults;

        // Another choice of nationalities is other people, so they must not share their ids.
        _seed = Rng.Hash(request.Seed);
        foreach (var nationality in request.Nationalities)
            _seed = Rng.Mix(_seed ^ Rng.Hash(nationality.Name));
    }

    /// <param name="output">Where the answer goes.</param>
    /// <param name="truncated">Stop in the middle of a user.</param>
    /// <param name="cancellationToken">The client went away.</param>
    public async Task WriteAsync(PipeWriter output, bool truncated, CancellationToken cancellationToken)
    {
        var whole = truncated ? _request.Results / 2 : _request.Results;
        Write(output, "{\"results\":["u8);
        for (var index = 0; index < whole; index++)
        {
            WriteUser(output, index);
            if (output.UnflushedBytes >= FlushAt)
                await output.FlushAsync(cancellationToken);
        }

        if (truncated)
            Write(output, whole == 0 ? "{\"gender\":\"fem"u8 : ",{\"gender\":\"fem"u8);
        else
            WriteInfo(output);

        await output.FlushAsync(cancellationToken);
    }

    private void WriteUser(PipeWriter output, int index)
    {
        var json = new JsonBytes(output.GetSpan(UserWriter.MaxLength));
        if (index > 0)
            json.Raw((byte)',');

        var position = (_request.Page - 1L) * SampleRequest.MaxResults + index;
        var chance = new Rng(~Rng.At(_seed, position));
        if (index == 0 || !chance.Chance(_faults.DuplicateRate))
            _last = position;

        var person = new Person(Rng.At(_seed, _last), _request.Nationalities, MalformationAt(_last));
        UserWriter.Write(ref json, person, _request.Fields);
        output.Advance(json.Length);
    }

    private Malformation MalformationAt(long position)
    {
        if (_faults.MalformedRate == 0)
            return Malformation.None;

        var chance = new Rng(Rng.Mix(~Rng.At(_seed, position)));
        return chance.Chance(_faults.MalformedRate) ? (Malformation)(1 + chance.Below((int)Malformation.LatitudeIsNowhere)) : Malformation.None;
    }

    private void WriteInfo(PipeWriter output)
    {
        Write(output, "],\"info\":"u8);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("seed"u8, _request.Seed);
            json.WriteNumber("results"u8, _request.Results);
            json.WriteNumber("page"u8, _request.Page);
            json.WriteString("version"u8, Api.Version);
            json.WriteEndObject();
        }

        Write(output, "}"u8);
    }

    private static void Write(PipeWriter output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
