using System.Text.Json;

namespace Streaming.Pipeline.Events;

/// <summary>One pass over a raw record that writes it in canonical form and finds its id. See <see cref="RawRecord.TryCanonicalise"/>.</summary>
internal ref struct CanonicalWriter
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly Span<byte> _output;
    private Utf8JsonReader _reader;
    private int _length;
    private bool _afterValue;
    private bool _inLogin;

    public CanonicalWriter(ReadOnlySpan<byte> json, Span<byte> output)
    {
        _json = json;
        _output = output;
        _reader = new Utf8JsonReader(json, JsonFault.Options);
    }

    public Guid? Id { get; private set; }

    public JsonFault Fault { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _output[.._length];

    /// <exception cref="JsonException">Not JSON, or too deep.</exception>
    public void Run()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            Fault = new JsonFault(JsonFault.NotObject, (int)_reader.TokenStartIndex);
            return;
        }

        do
        {
            WriteToken();
        }
        while (Fault.Reason is null && _reader.Read());
    }

    private void WriteToken()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                WriteName();
                break;
            case JsonTokenType.StartObject:
                WriteSeparator();
                Write((byte)'{');
                _afterValue = false;
                break;
            case JsonTokenType.StartArray:
                WriteSeparator();
                Write((byte)'[');
                _afterValue = false;
                break;
            case JsonTokenType.EndObject:
                Write((byte)'}');
                _afterValue = true;
                break;
            case JsonTokenType.EndArray:
                Write((byte)']');
                _afterValue = true;
                break;
            case JsonTokenType.String:
                WriteSeparator();
                WriteString();
                break;
            default:
                WriteSeparator();
                Write(_reader.ValueSpan);
                break;
        }
    }

    private void WriteName()
    {
        if (_reader.CurrentDepth == 1)
        {
            _inLogin = _reader.ValueTextEquals("login"u8);
        }
        else if (_inLogin)
        {
            var isId = _reader.ValueTextEquals("uuid"u8);
            if (!isId && !_reader.ValueTextEquals("username"u8))
            {
                _reader.Read();
                _reader.Skip();
                return;
            }

            if (isId && _reader.CurrentDepth == 2) FindId();
        }

        WriteSeparator();
        WriteString();
        Write((byte)':');
        _afterValue = false;
    }

    private void FindId()
    {
        var ahead = _reader;
        ahead.Read();
        Id = ahead.TokenType == JsonTokenType.String && RawRecord.TryParseUuid(ahead.ValueSpan, out var id) ? id : null;
    }

    private void WriteString()
    {
        var value = _reader.ValueSpan;
        if (!_reader.ValueIsEscaped)
        {
            Write(_json.Slice((int)_reader.TokenStartIndex, value.Length + 2));
            _afterValue = true;
            return;
        }

        Write((byte)'"');
        var written = JsonText.Canonicalise(value, _output[_length..]);
        if (written < 0)
        {
            Fault = new JsonFault(JsonFault.HalfSurrogate, (int)_reader.TokenStartIndex - written);
            return;
        }

        _length += written;
        Write((byte)'"');
        _afterValue = true;
    }

    private void WriteSeparator()
    {
        if (_afterValue) Write((byte)',');
        _afterValue = true;
    }

    private void Write(byte value) => _output[_length++] = value;

    private void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_output[_length..]);
        _length += value.Length;
    }
}
