using System.Globalization;

namespace Connect311.Api.ServiceLevels;

/// <summary>What of a request has a target.</summary>
internal enum TargetKind
{
    /// <summary>The department says that it has seen the request.</summary>
    Acknowledge,

    /// <summary>Somebody looks at it: the work begins.</summary>
    Inspect,

    /// <summary>It is closed.</summary>
    Resolve,
}

/// <summary>The targets of one request; null where there is none.</summary>
internal sealed record Targets(Target? Acknowledge, Target? Inspect, Target? Resolve)
{
    public const char HourMark = 'h';
    public const char DayMark = 'd';

    private const string None = "-";
    private const char Separator = '/';

    public static readonly TargetKind[] Kinds = [TargetKind.Acknowledge, TargetKind.Inspect, TargetKind.Resolve];

    /// <summary>The code of each kind.</summary>
    public static readonly string[] Codes = ["acknowledge", "inspect", "resolve"];

    public bool IsEmpty => (Acknowledge, Inspect, Resolve) is (null, null, null);

    public Target? Of(TargetKind kind) => kind switch
    {
        TargetKind.Acknowledge => Acknowledge,
        TargetKind.Inspect => Inspect,
        TargetKind.Resolve => Resolve,
    };

    /// <summary>Reads what <see cref="ToString"/> wrote; null has no targets.</summary>
    public static Targets Read(string? text) => text?.Split(Separator) is [var acknowledge, var inspect, var resolve]
        ? new(ReadOne(acknowledge), ReadOne(inspect), ReadOne(resolve))
        : new(null, null, null);

    /// <summary>As rows and events keep them: acknowledge, inspect and resolve, such as <c>4h/-/30d</c>.</summary>
    public override string ToString() => string.Join(Separator, Kinds.Select(kind => Of(kind)?.ToString() ?? None));

    private static Target? ReadOne(string text)
    {
        if (text == None)
        {
            return null;
        }

        var count = int.Parse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture);
        return text[^1] == HourMark ? new(count, null) : new(null, count);
    }
}
