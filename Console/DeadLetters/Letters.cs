using Npgsql;
using Streaming.Pipeline.Queries;

namespace Streaming.Console.DeadLetters;

/// <summary>What the pages show of the index. Every query is answered from an index, however many letters there are.</summary>
internal sealed class Letters(NpgsqlDataSource database)
{
    public const int PageSize = 50;
    public const int MostGroups = 500;

    /// <summary>Letters by rule and field, those with most open ones first. A letter that breaks several rules is in several groups.</summary>
    public async Task<IReadOnlyList<LetterGroup>> GroupsAsync(CancellationToken cancellationToken) => await database.Query(
        $"""
        SELECT rule, field, open, replayed, discarded, newest, rejected_at
        FROM console.dead_letter_groups JOIN console.dead_letters ON letter = newest
        WHERE open + replayed + discarded > 0 ORDER BY open DESC, rule, field LIMIT {MostGroups}
        """).ListAsync(
        row => new LetterGroup(
            new GroupKey(row.GetString(0), row.GetString(1)), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
            row.GetFieldValue<DateTimeOffset>(6)),
        cancellationToken);

    /// <summary>A page of letters, newest first.</summary>
    /// <param name="group">All rules if null.</param>
    /// <param name="before">Only letters of lower numbers.</param>
    public async Task<IReadOnlyList<Letter>> ListAsync(string state, GroupKey? group, long before, CancellationToken cancellationToken)
    {
        var page = group is null
            ? database.Query(
                $"SELECT {Letter.Columns} FROM console.dead_letters WHERE state = $1 AND letter < $2 ORDER BY letter DESC LIMIT $3", state, before, PageSize)
            : database.Query(
                $"""
                WITH page AS MATERIALIZED (
                    SELECT letter FROM console.dead_letter_rules WHERE state = $1 AND letter < $2 AND rule = $4 AND field = $5 ORDER BY letter DESC LIMIT $3)
                SELECT {Letter.Columns} FROM page JOIN console.dead_letters USING (letter) ORDER BY letter DESC
                """, state, before, PageSize, group.Rule, group.Field);
        return await page.ListAsync(Letter.Read, cancellationToken);
    }

    /// <summary>A letter with its original and its raw row; null where the index has no such letter.</summary>
    public async Task<LetterContent?> FindAsync(long letter, CancellationToken cancellationToken) =>
        (await FindAsync([letter], cancellationToken)).GetValueOrDefault(letter);

    /// <summary>As <see cref="FindAsync(long, CancellationToken)"/>, of many letters, by their numbers.</summary>
    public async Task<IReadOnlyDictionary<long, LetterContent>> FindAsync(long[] numbers, CancellationToken cancellationToken) => (await database
        .Query($"SELECT {Letter.Columns}, {LetterContents.Columns} FROM console.dead_letters {LetterContents.WithRaw} WHERE letter = ANY ($1)", numbers)
        .ListAsync(LetterContents.Read, cancellationToken)).ToDictionary(content => content.Letter.Number);

    /// <summary>What was done with a letter, newest first, the letter itself gone or not.</summary>
    public async Task<IReadOnlyList<LetterAction>> ActionsAsync(long letter, CancellationToken cancellationToken) => await database
        .Query($"SELECT {LetterAction.Columns} FROM console.dead_letter_actions WHERE letter = $1 ORDER BY action DESC LIMIT $2", letter, PageSize)
        .ListAsync(LetterAction.Read, cancellationToken);
}

/// <summary>What letters are grouped by: a rule that they break and its field.</summary>
public sealed record GroupKey(string Rule, string Field)
{
    public override string ToString() => Field.Length == 0 || Rule.StartsWith($"{Field}.", StringComparison.Ordinal) ? Rule : $"{Rule} of {Field}";
}

public sealed record LetterGroup(GroupKey Key, long Open, long Replayed, long Discarded, long Newest, DateTimeOffset NewestAt);
