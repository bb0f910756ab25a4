namespace Streaming.SampleSource.Generator;

/// <summary>The digests are digits that nothing was digested to: a consumer has to drop them anyway.</summary>
internal static class LoginWriter
{
    private static readonly Words Adjectives = "quiet, brave, golden, sleepy, clever, tiny, stormy, velvet, crimson, lucky";
    private static readonly Words Animals = "heron, badger, otter, lynx, falcon, gecko, walrus, puffin, marten, bison";

    public static void Write(ref JsonBytes json, in Person person)
    {
        var rng = person.Draw(Fields.Login);
        json.Open("login"u8);
        json.Key("uuid"u8);
        Uuid(ref json, rng.Next(), rng.Next());
        json.Key("username"u8);
        json.Raw((byte)'"');
        json.Raw(Adjectives.Pick(ref rng));
        json.Raw(Animals.Pick(ref rng));
        json.Digits(100 + rng.Below(900), 3);
        json.Raw((byte)'"');
        Digest(ref json, "password"u8, 10, ref rng);
        Digest(ref json, "salt"u8, 8, ref rng);
        Digest(ref json, "md5"u8, 32, ref rng);
        Digest(ref json, "sha1"u8, 40, ref rng);
        Digest(ref json, "sha256"u8, 64, ref rng);
        json.Close();
    }

    // Version 4 (RFC 9562): 122 random bits.
    private static void Uuid(ref JsonBytes json, ulong high, ulong low)
    {
        json.Raw((byte)'"');
        json.Hex(high >> 32, 8);
        json.Raw((byte)'-');
        json.Hex(high >> 16, 4);
        json.Raw("-4"u8);
        json.Hex(high, 3);
        json.Raw((byte)'-');
        json.Hex(0x8 | (low >> 62), 1);
        json.Hex(low >> 48, 3);
        json.Raw((byte)'-');
        json.Hex(low, 12);
        json.Raw((byte)'"');
    }

    private static void Digest(ref JsonBytes json, ReadOnlySpan<byte> key, int digits, ref Rng rng)
    {
        json.Key(key);
        json.Raw((byte)'"');
        for (; digits > 16; digits -= 16)
            json.Hex(rng.Next(), 16);
        json.Hex(rng.Next(), digits);
        json.Raw((byte)'"');
    }
}
