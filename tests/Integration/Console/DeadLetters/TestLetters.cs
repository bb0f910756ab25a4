using System.Text;
using Streaming.Pipeline.Events;

namespace Streaming.Tests.Integration.Console.DeadLetters;

/// <summary>Letters that no pipeline has written.</summary>
internal static class TestLetters
{
    private static readonly byte[] Original = [0, 0, 0, 0, 1, .. Encoding.UTF8.GetBytes($$"""{"email":"nowhere","phone":"{{new string('5', 900)}}"}""")];

    private static readonly RuleViolation[] Rules =
    [
        new("email.format", "email", "is not an e-mail address"), new("gender.known", "gender", "must be male, female, other or unknown"),
        new("first_name.required", "first_name", "is required"), new(RuleViolation.Type, "phone", "must be a string, is a number"),
    ];

    /// <summary>As the processor writes one; of every four each has another first rule.</summary>
    public static RejectedUser Of(int number) => new(
        number + 1, Topics.UsersCreated.Name, number % 4, number, [Rules[number % 4], new RuleViolation("text.length", "address", "is too long")], 1,
        1_780_315_200_000_000 + number, Original);

    /// <summary>As the relay writes one.</summary>
    public static RejectedUser OfRawRow(long seq) => new(
        seq, null, null, null, [new RuleViolation(RuleViolation.Type, "gender", "must be a string, is a number")], 1, 1_780_315_200_000_000, "{}"u8.ToArray());
}
