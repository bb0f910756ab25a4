using System.Globalization;
using System.Text;
using Streaming.Pipeline.Events;
using Streaming.StreamProcessor.Spark.Plan;

namespace Streaming.Tests.Unit.StreamProcessor.Spark;

public sealed class PlanTests
{
    [Fact]
    public void Every_rule_has_an_expression() => Assert.All(
        UserRules.All.Where(rule => !rule.IsAboutPresence && RuleColumns.CanBeBroken(rule)), rule => Assert.Contains(rule.Field switch
        {
            UserField.DateOfBirth when rule.Name.StartsWith("date", StringComparison.Ordinal) => RuleColumns.Born,
            UserField.RegisteredDate when rule.Name.StartsWith("reg", StringComparison.Ordinal) => RuleColumns.Registered,
            UserField.IngestedAt when rule.Name.StartsWith("ing", StringComparison.Ordinal) => RuleColumns.Ingested,
            UserField.Country when rule.Name.StartsWith("country", StringComparison.Ordinal) => RuleColumns.CountryCode,
            _ => rule.Field.Name(),
        }, RuleColumns.Holds(rule)));

    [Fact]
    public void Violations_are_in_the_order_of_the_rules_with_their_messages()
    {
        var at = -1;
        foreach (var rule in UserRules.All.Where(RuleColumns.CanBeBroken))
        {
            var (name, field, message) = rule.Violation;
            var next = RuleColumns.Violations.IndexOf(
                $"named_struct('rule', {Sql.Text(name)}, 'field', {Sql.Text(field)}, 'message', {Sql.Text(message)})", StringComparison.Ordinal);
            Assert.InRange(next, at + 1, int.MaxValue);
            at = next;
        }
    }

    [Fact]
    public void Members_of_a_processed_user_are_in_their_order() =>
        Assert.Equal(UserFields.JsonOrder.Select(field => field.Name()), NormalColumns.Members.Select(member => member.Name));

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData(@"it's \d", @"'it\'s \\d'")]
    public void Literals_are_escaped(string text, string literal) => Assert.Equal(literal, Sql.Text(text));

    [Fact]
    public void A_prefix_is_that_of_the_wire_format() => Assert.Equal("X'0000010203'", Sql.Prefix(0x010203));

    [Theory]
    [InlineData(0x301)] // combining acute
    [InlineData(0x93C)] // a mark of Devanagari
    [InlineData(0x1161)] // a vowel that joins a Korean syllable
    [InlineData(0x212B)] // the Ångström sign, which NFC replaces
    [InlineData(0xFB1D)] // a Hebrew letter that NFC takes apart
    [InlineData(0x11127)]
    public void What_normalising_could_change_is_found(int value) => Assert.Contains(value, Composing());

    [Theory]
    [InlineData("Ærøskøbing")]
    [InlineData("Милица Петровић")]
    [InlineData("نگار رضایی")]
    [InlineData("東京都 서울")]
    [InlineData("Ελλάδα")]
    public void Composed_texts_of_every_script_are_plain(string text) =>
        Assert.DoesNotContain(text.EnumerateRunes(), rune => Composing().Contains(rune.Value));

    [Fact]
    public void Whatever_is_not_in_the_set_stays_as_it_is_after_whatever_else()
    {
        var composing = Composing();
        var random = new Random(1);
        var inert = Enumerable.Range(0x20, 0x3000).Where(value => !composing.Contains(value) && !IsMark(value)).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var text = new Rune(inert[random.Next(inert.Length)]) + new Rune(inert[random.Next(inert.Length)]).ToString();
            Assert.True(text.IsNormalized(NormalizationForm.FormC), $"{(int)text[0]:X4} {(int)text[1]:X4}");
        }
    }

    [Theory]
    [InlineData("17:key", 17, "key")]
    [InlineData("9223372036854775807:", long.MaxValue, "")]
    [InlineData("3:a:b", 3, "a:b")]
    public void The_key_of_an_irregular_record_is_taken_apart(string text, long offset, string key)
    {
        Assert.True(IrregularKey.TryParse(Encoding.UTF8.GetBytes(text), out var parsed, out var rest));
        Assert.Equal((offset, key), (parsed, Encoding.UTF8.GetString(rest)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("key")]
    [InlineData("-1:key")]
    public void Another_key_is_not(string text) => Assert.False(IrregularKey.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    private static bool IsMark(int value) =>
        Rune.GetUnicodeCategory(new Rune(value)) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static HashSet<int> Composing() => [.. PlainText.FindComposing()];
}
