namespace Streaming.SampleSource.Generator;

/// <summary>SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators"): the same on every machine and run.</summary>
internal struct Rng(ulong state)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The state of the user at a position; positions differ, so states do, as both steps are bijections.</summary>
    public static ulong At(ulong seed, long position) => Mix(seed + (ulong)position * Golden);

    /// <summary>FNV-1a over the characters.</summary>
    public static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var c in text)
            hash = (hash ^ c) * 0x100000001B3;
        return Mix(hash);
    }

    public ulong Next()
    {
        state += Golden;
        return Mix(state);
    }

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public long Below(long limit) => (long)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)Below((long)limit);

    /// <summary>True at the rate given, 0 to 1.</summary>
    public bool Chance(double rate) => (Next() >> 11) * (1.0 / (1UL << 53)) < rate;

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
