using System.Globalization;

namespace Connect311.Benchmarks.Measures;

/// <summary>What a value ought to be, and whether it is.</summary>
/// <param name="Text">Such as <c>at least 0.5</c>.</param>
/// <param name="IsStretch">Whether missing it is no failure.</param>
internal sealed record Aim(string Text, bool IsMet, bool IsStretch = false)
{
    public bool IsFailed => !IsMet && !IsStretch;

    public static Aim AtLeast(double value, double aim) => new($"at least {Said(aim)}", value >= aim);

    public static Aim AtMost(double value, double aim) => new($"at most {Said(aim)}", value <= aim);

    /// <summary>What would be better still.</summary>
    public static Aim Stretch(double value, double aim) => new($"stretch {Said(aim)}", value >= aim, IsStretch: true);

    public override string ToString() => $"{Text}: {(IsMet ? "met" : IsStretch ? "missed" : "MISSED")}";

    private static string Said(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
