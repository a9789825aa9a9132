using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connect311.Api.Catalog.Admin;

/// <summary>One of a catalogue's files that is an array of entries. Where one entry is changed, the others keep every byte.</summary>
internal sealed class EntryFile
{
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _bytes;
    private readonly List<Range> _entries = [];

    /// <param name="text">A readable JSON array of objects.</param>
    public EntryFile(string text)
    {
        _bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(_bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            _entries.Add(start..(int)reader.BytesConsumed);
        }

        Entries = [.. _entries.Select(range => JsonNode.Parse(_bytes.AsSpan(range))!.AsObject())];
    }

    public IReadOnlyList<JsonObject> Entries { get; }

    /// <summary>The text with another entry in a place; the place behind the last is a new one's.</summary>
    public string With(int index, JsonObject entry)
    {
        var json = entry.ToJsonString(Writing);
        if (index < _entries.Count)
        {
            return Spliced(_entries[index], json);
        }

        return _entries.Count == 0 ? $"[\n  {json}\n]\n" : Spliced(_entries[^1].End..(_entries[^1].End), $",\n  {json}");
    }

    private string Spliced(Range range, string json) =>
        Encoding.UTF8.GetString(_bytes.AsSpan(..range.Start)) + json + Encoding.UTF8.GetString(_bytes.AsSpan(range.End..));
}
