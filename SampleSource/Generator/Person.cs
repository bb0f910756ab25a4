namespace Streaming.SampleSource.Generator;

/// <summary>What a user's fields have in common. The rest is drawn field by field, so that leaving one out changes no other.</summary>
internal readonly struct Person
{
    private readonly ulong _seed;

    public Person(ulong seed, Nationality[] among, Malformation malformation)
    {
        _seed = seed;
        var rng = new Rng(seed);
        Nationality = among[rng.Below(among.Length)];
        Female = rng.Below(2) == 1;
        First = rng.Below(FirstNames.Count);
        Last = rng.Below(Nationality.Surnames.Count);
        Malformation = malformation;
    }

    public Nationality Nationality { get; }

    public bool Female { get; }

    public int First { get; }

    public int Last { get; }

    public Malformation Malformation { get; }

    public Words FirstNames => Female ? Nationality.Women : Nationality.Men;

    public Words Titles => Female ? Nationality.FemaleTitles : Nationality.MaleTitles;

    public Rng Draw(Fields field) => new(_seed ^ Rng.Mix((ulong)field));
}

/// <summary>How a user breaks the rules; the answer around it stays valid JSON.</summary>
internal enum Malformation
{
    None,
    NotAnObject,
    NameIsNull,
    MailHasNoDomain,
    BirthIsNoDate,
    LatitudeIsNowhere,
}
