using System.Globalization;

namespace Connect311.Api.ServiceRequests;

/// <summary>
/// The number that a resident keeps: <c>311-</c>, the request's id, a Damm check digit. It is an address, not a secret.
/// </summary>
internal readonly record struct TrackingNumber(long Id)
{
    private const string Prefix = "311-";
    private const int MaxDigits = 19;

    public enum Reading
    {
        Readable,

        /// <summary>The form is right, the check digit is not.</summary>
        Mistyped,

        Malformed,
    }

    /// <summary>Reads the <c>311-</c> form or the digits alone.</summary>
    public static Reading Read(ReadOnlySpan<char> text, out TrackingNumber number)
    {
        number = default;
        var digits = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        if (digits.Length is < 2 or > MaxDigits || digits.ContainsAnyExceptInRange('0', '9') || digits[0] == '0')
        {
            return Reading.Malformed;
        }

        if (Damm.DigitOf(digits) != 0)
        {
            return Reading.Mistyped;
        }

        number = new(long.Parse(digits[..^1], CultureInfo.InvariantCulture));
        return Reading.Readable;
    }

    public override string ToString()
    {
        Span<char> digits = stackalloc char[MaxDigits];
        Id.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Prefix}{digits[..length]}{Damm.DigitOf(digits[..length])}");
    }
}
