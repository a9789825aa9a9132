using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Commands;

/// <summary>Reads a tracking number that somebody typed.</summary>
internal static class NumberArgument
{
    /// <exception cref="UserErrorException">It is none, or mistyped.</exception>
    public static TrackingNumber Read(string text) => TrackingNumber.Read(text, out var number) switch
    {
        TrackingNumber.Reading.Readable => number,
        TrackingNumber.Reading.Mistyped => throw new UserErrorException($"{text} is mistyped: its check digit does not fit."),
        TrackingNumber.Reading.Malformed => throw new UserErrorException($"{text} is no tracking number: 311- and digits, or the digits alone."),
    };
}
