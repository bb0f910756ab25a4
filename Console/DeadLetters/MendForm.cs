using System.Text.Json.Nodes;
using Streaming.Pipeline.Events;

namespace Streaming.Console.DeadLetters;

/// <summary>A letter's record as a form: what breaks a rule first. What is not touched stays as it is, be it a member that no field is read from.</summary>
internal sealed class MendForm
{
    private readonly JsonObject _record;

    private MendForm(JsonObject record, LetterContent content)
    {
        _record = record;
        Inputs =
        [
            .. MendField.All
                .Select(field => new MendInput(field, field.Read(record), [.. content.Letter.Rules.Where(broken => field.IsMeantBy(broken.Field))]))
                .OrderBy(input => input.Broken.Count == 0),
        ];

        // What is sent in its place is to be the same user.
        var malformedId = Inputs.FirstOrDefault(input => input.Broken.Any(broken => broken.Rule == UserRules.IdUuid));
        if (malformedId is not null && content.Raw is { } raw) malformedId.Edit = raw.Id.ToString();
    }

    public IReadOnlyList<MendInput> Inputs { get; }

    /// <summary>Whether the mended record differs from the letter's.</summary>
    public bool IsChanged => Inputs.Any(input => input.IsWritten);

    /// <summary>Null where the letter is no JSON that a form could show.</summary>
    public static MendForm? Of(LetterContent content) => RawForm.Of(content) is { } record ? new MendForm(record, content) : null;

    /// <summary>The mended record. Values of a wrong type are written as strings, also those that were left as they are.</summary>
    public byte[] Build()
    {
        var record = (JsonObject)_record.DeepClone();
        foreach (var input in Inputs)
        {
            if (input.IsWritten) input.Field.Write(record, input.Edit ?? input.Original);
        }

        return RawForm.Bytes(record);
    }
}

/// <summary>One field of the form.</summary>
/// <param name="Original">The value as text; empty where there is none.</param>
/// <param name="Broken">The rules that it breaks.</param>
internal sealed record MendInput(MendField Field, string Original, IReadOnlyList<RuleViolation> Broken)
{
    /// <summary>What was typed; null as long as nothing was.</summary>
    public string? Edit { get; set; }

    /// <summary>Whether it was changed, or is of a wrong type, which writing it as a string mends.</summary>
    public bool IsWritten => (Edit is not null && Edit != Original) || (Original.Length > 0 && Broken.Any(broken => broken.Rule == RuleViolation.Type));
}
