using Streaming.Pipeline.Events;

namespace Streaming.CassandraSink.Tables.Postgres;

/// <summary>One version of a user within a batch, and where its row lies in the batch's buffer.</summary>
internal struct UserVersion
{
    /// <summary>The wave of a version that adds nothing to the newer ones of its batch.</summary>
    public const int Superseded = -1;

    public Guid Id;

    /// <summary>In microseconds since 1970.</summary>
    public long IngestedAt;

    /// <summary>A bit for every <see cref="UserField"/> that has a value.</summary>
    public uint Fields;

    public int Record;
    public int Start;
    public int Length;

    /// <summary>
    /// A statement can touch a row once. So the newest versions go first (0), then older ones that have a value where all newer ones
    /// have none (1, 2, …).
    /// </summary>
    public int Wave;

    /// <summary>Whether the field names the version rather than being part of what it says.</summary>
    public static bool IsPartOfKey(UserField field) => field is UserField.Id or UserField.IngestedAt;

    /// <summary>
    /// Sorts the versions by id, which is also the order in which rows are locked, so that two writers never wait for each other; then newest first.
    /// Sets the waves, of which an id has at most one for each field; returns the number of them.
    /// </summary>
    public static int Order(Span<UserVersion> versions)
    {
        versions.Sort(static (a, b) => a.Id.CompareTo(b.Id) is var byId and not 0 ? byId : b.IngestedAt.CompareTo(a.IngestedAt));

        var waves = 0;
        var fields = 0u;
        var wave = 0;
        for (var i = 0; i < versions.Length; i++)
        {
            ref var version = ref versions[i];
            if (i == 0 || version.Id != versions[i - 1].Id) (wave, fields) = (0, 0);
            version.Wave = (version.Fields | fields) == fields ? Superseded : wave++;
            fields |= version.Fields;
            waves = Math.Max(waves, wave);
        }

        return waves;
    }
}
