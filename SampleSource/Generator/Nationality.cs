using System.Text;

namespace Streaming.SampleSource.Generator;

/// <summary>What users of one nationality look like. In patterns '#' is a digit, '$' one from 1 to 9, '@' a capital letter.</summary>
internal sealed class Nationality(string code, string country)
{
    public string Name { get; } = code;

    public byte[] Code { get; } = Encoding.UTF8.GetBytes(code);

    public byte[] Country { get; } = Encoding.UTF8.GetBytes(country);

    public required Words Men { get; init; }

    public required Words Women { get; init; }

    public required Words Surnames { get; init; }

    public required Words Streets { get; init; }

    /// <summary>City/state.</summary>
    public required Words Places { get; init; }

    public Words MaleTitles { get; init; } = "Mr";

    public Words FemaleTitles { get; init; } = "Mrs, Ms, Miss";

    public required string PostCode { get; init; }

    /// <summary>The live service answers post codes of digits alone as a number, but not for each nationality.</summary>
    public bool PostCodeIsNumber { get; init; } = true;

    public required string Phone { get; init; }

    public required string Cell { get; init; }

    /// <summary>Empty where the service knows no identity number: its value is null then.</summary>
    public string IdName { get; init; } = "";

    public string IdValue { get; init; } = "";
}
