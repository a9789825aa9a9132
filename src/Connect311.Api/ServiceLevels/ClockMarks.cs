using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connect311.Api.ServiceLevels;

/// <summary>What is over or was marked of a request's clocks; stored as a number, in events as a list of codes.</summary>
[Flags]
[JsonConverter(typeof(ClockMarksConverter))]
internal enum ClockMarks
{
    None = 0,

    /// <summary>There was a target to acknowledge it, and that was done.</summary>
    Acknowledged = 1,

    /// <summary>There was a target to inspect it, and that was done.</summary>
    Inspected = 2,

    NearAcknowledge = 4,
    NearInspect = 8,
    NearResolve = 16,

    BreachedAcknowledge = 32,
    BreachedInspect = 64,
    BreachedResolve = 128,

    /// <summary>A rule of the city set its priority or its queue because of that.</summary>
    Escalated = 256,
}

internal static class ClockMark
{
    /// <summary>The code of each bit, the lowest first.</summary>
    public static readonly string[] Codes =
    [
        "acknowledged", "inspected", "near-acknowledge", "near-inspect", "near-resolve",
        "breached-acknowledge", "breached-inspect", "breached-resolve", "escalated",
    ];

    /// <summary>That the target of a kind was nearly missed.</summary>
    public static ClockMarks Near(TargetKind kind) => (ClockMarks)((int)ClockMarks.NearAcknowledge << (int)kind);

    /// <summary>That the target of a kind was missed.</summary>
    public static ClockMarks Breached(TargetKind kind) => (ClockMarks)((int)ClockMarks.BreachedAcknowledge << (int)kind);

    /// <summary>That what the target of a kind asks for was done; a request is resolved by its status alone.</summary>
    public static ClockMarks Done(TargetKind kind) => kind switch
    {
        TargetKind.Acknowledge => ClockMarks.Acknowledged,
        TargetKind.Inspect => ClockMarks.Inspected,
        TargetKind.Resolve => ClockMarks.None,
    };

    public static bool Has(this ClockMarks marks, ClockMarks mark) => (marks & mark) != 0;
}

/// <summary>A list of the codes of the bits; a code that is not known is left out.</summary>
internal sealed class ClockMarksConverter : JsonConverter<ClockMarks>
{
    public override ClockMarks Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var marks = ClockMarks.None;
        foreach (var code in JsonSerializer.Deserialize<string[]>(ref reader, options) ?? [])
        {
            var bit = Array.IndexOf(ClockMark.Codes, code);
            marks |= bit < 0 ? ClockMarks.None : (ClockMarks)(1 << bit);
        }

        return marks;
    }

    public override void Write(Utf8JsonWriter writer, ClockMarks value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (var bit = 0; bit < ClockMark.Codes.Length; bit++)
        {
            if (value.Has((ClockMarks)(1 << bit)))
            {
                writer.WriteStringValue(ClockMark.Codes[bit]);
            }
        }

        writer.WriteEndArray();
    }
}
