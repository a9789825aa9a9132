using System.Globalization;
using System.Text.Json;

namespace Connect311.Routing.Documents;

/// <summary>Goes through the values of a JSON text, in their order, with the place and the line of each.</summary>
internal ref struct JsonWalk(byte[] json)
{
    /// <summary>The walk keeps a few bytes a level, so it can say where a text is too deep for others.</summary>
    private const int MaxDepth = 100_000;

    private readonly List<Level> _levels = [];
    private readonly byte[] _json = json;
    private Utf8JsonReader _reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    private char[] _pointer = new char[256];
    private int _length;
    private int _countedTo;

    /// <summary>The JSON Pointer of the value.</summary>
    public readonly ReadOnlySpan<char> Pointer => _pointer.AsSpan(0, _length);

    /// <summary>The line, from 1, on which the value begins.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>How many objects and arrays the value stands in, itself counted if it is one.</summary>
    public readonly int Depth => _levels.Count;

    /// <summary>Goes to the next value; false at the end.</summary>
    /// <exception cref="JsonException">The text is no JSON from here on.</exception>
    public bool Next()
    {
        while (_reader.Read())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _levels.RemoveAt(_levels.Count - 1);
                    break;
                case JsonTokenType.PropertyName:
                    Point(Name());
                    break;
                default:
                    Enter();
                    return true;
            }
        }

        return false;
    }

    private void Enter()
    {
        if (_levels.Count > 0 && !_levels[^1].IsObject)
        {
            var index = _levels[^1].Count;
            _levels[^1] = _levels[^1] with { Count = index + 1 };
            Point(index.ToString(CultureInfo.InvariantCulture));
        }

        var start = (int)_reader.TokenStartIndex;
        Line += _json.AsSpan(_countedTo, start - _countedTo).Count((byte)'\n');
        _countedTo = start;
        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _levels.Add(new(_reader.TokenType == JsonTokenType.StartObject, _length, 0));
        }
    }

    /// <summary>The pointer of a value of the object or array that the walk is in.</summary>
    private void Point(string step)
    {
        _length = _levels[^1].Length;
        var escaped = ObjectReader.Below("", step);
        if (_length + escaped.Length > _pointer.Length)
        {
            Array.Resize(ref _pointer, 2 * (_length + escaped.Length));
        }

        escaped.CopyTo(_pointer.AsSpan(_length));
        _length += escaped.Length;
    }

    private readonly string Name()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: JSON allows the escape, Unicode does not. No pointer names it.
            return "\uFFFD";
        }
    }

    /// <summary>An object or array that the walk is in.</summary>
    /// <param name="Length">The length of its pointer.</param>
    /// <param name="Count">How many values of an array were met.</param>
    private readonly record struct Level(bool IsObject, int Length, int Count);
}
