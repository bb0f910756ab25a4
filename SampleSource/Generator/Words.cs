using System.Globalization;
using System.Text;

namespace Streaming.SampleSource.Generator;

/// <summary>
/// A list of words as UTF-8, ready to be copied into a JSON string. Written "a, b, c"; a word in another script brings its Latin letters
/// along: "Марко=marko".
/// </summary>
internal sealed class Words
{
    private readonly byte[][] _words;
    private readonly byte[][] _ascii;

    private Words(string list)
    {
        var words = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        _words = [.. words.Select(word => Encoding.UTF8.GetBytes(word.Split('=')[0]))];
        _ascii = [.. words.Select(word => Encoding.ASCII.GetBytes(Latin(word.Split('=')[^1])))];
    }

    public int Count => _words.Length;

    public ReadOnlySpan<byte> this[int index] => _words[index];

    public static implicit operator Words(string list) => new(list);

    /// <summary>The word as it stands in an e-mail address.</summary>
    public ReadOnlySpan<byte> Ascii(int index) => _ascii[index];

    public ReadOnlySpan<byte> Pick(ref Rng rng) => _words[rng.Below(_words.Length)];

    private static string Latin(string word)
    {
        var latin = new StringBuilder();
        foreach (var c in word.Normalize(NormalizationForm.FormD))
        {
            latin.Append(char.ToLowerInvariant(c) switch
            {
                'ß' => "ss",
                'æ' => "ae",
                'ø' => "o",
                'đ' => "d",
                'ı' => "i",
                var letter when char.IsAsciiLetter(letter) => letter.ToString(CultureInfo.InvariantCulture),
                _ => "",
            });
        }

        return latin.ToString();
    }
}
