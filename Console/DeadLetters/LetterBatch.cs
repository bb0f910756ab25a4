using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Npgsql;
using Streaming.Pipeline.Events;
using Streaming.Pipeline.Log;

namespace Streaming.Console.DeadLetters;

/// <summary>Records of users_rejected as rows of the index, column by column: one statement inserts them all.</summary>
internal sealed class LetterBatch
{
    private const string Insert = """
        WITH new AS (
            INSERT INTO console.dead_letters
                (letter, topic, partition, "offset", raw_seq, run_id, user_id, record_key, attempts, rejected_at, rules, original)
            SELECT letter, topic, partition, "offset", raw_seq, run_id, user_id, record_key, attempts, rejected_at, rules::jsonb, original
            FROM unnest($1::bigint[], $2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::text[], $7::uuid[], $8::bytea[], $9::int[], $10::timestamptz[],
                        $11::text[], $12::bytea[])
                 read (letter, topic, partition, "offset", raw_seq, run_id, user_id, record_key, attempts, rejected_at, rules, original)
            ON CONFLICT DO NOTHING RETURNING letter, rules)
        INSERT INTO console.dead_letter_rules (letter, rule, field, state)
        SELECT DISTINCT letter, left(broken.rule, 200), left(broken.field, 200), 'open' FROM new, jsonb_to_recordset(rules) broken (rule text, field text)
        """;

    private readonly List<long> _letters = [];
    private readonly List<string?> _topics = [];
    private readonly List<int?> _partitions = [];
    private readonly List<long?> _offsets = [];
    private readonly List<long?> _rawSeqs = [];
    private readonly List<string> _runIds = [];
    private readonly List<Guid?> _userIds = [];
    private readonly List<byte[]> _keys = [];
    private readonly List<int> _attempts = [];
    private readonly List<DateTime> _rejectedAt = [];
    private readonly List<string> _rules = [];
    private readonly List<byte[]> _originals = [];

    public int Count => _letters.Count;

    public int Bytes { get; private set; }

    public void Add(in Record record, DateTimeOffset appendedAt)
    {
        var letter = LetterReader.Read(record, appendedAt);
        _letters.Add(record.Offset);
        _topics.Add(letter.Topic is { } topic ? Storable(topic) : null);
        _partitions.Add(letter.Partition);
        _offsets.Add(letter.Offset);
        _rawSeqs.Add(letter.RawSeq);
        _runIds.Add(Storable(Encoding.UTF8.GetString(record.Headers.RunId)));
        _userIds.Add(Utf8Parser.TryParse(record.Key, out Guid id, out var consumed) && consumed == record.Key.Length ? id : null);
        _keys.Add(record.Key.ToArray());
        _attempts.Add(letter.Attempts);
        _rejectedAt.Add(Timestamps.ToDateTime(letter.RejectedAt));
        _rules.Add(JsonSerializer.Serialize(letter.Rules.Select(Storable), Letter.RulesJson));
        _originals.Add(letter.Original.ToArray());
        Bytes += letter.Original.Length;
    }

    /// <summary>Inserts the letters that are not there yet, by their origin; Spark may have written one twice.</summary>
    public async Task InsertAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = _letters }, new() { Value = _topics }, new() { Value = _partitions }, new() { Value = _offsets }, new() { Value = _rawSeqs },
                new() { Value = _runIds }, new() { Value = _userIds }, new() { Value = _keys }, new() { Value = _attempts }, new() { Value = _rejectedAt },
                new() { Value = _rules }, new() { Value = _originals },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public void Clear()
    {
        foreach (var column in (System.Collections.IList[])
            [_letters, _topics, _partitions, _offsets, _rawSeqs, _runIds, _userIds, _keys, _attempts, _rejectedAt, _rules, _originals])
            column.Clear();
        Bytes = 0;
    }

    private static RuleViolation Storable(RuleViolation broken) => new(Storable(broken.Rule), Storable(broken.Field), Storable(broken.Message));

    /// <summary>A NUL is the one character that PostgreSQL does not take.</summary>
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}
