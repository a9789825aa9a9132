using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>Reads a tracking number from a route; a mistyped one is told apart from an unknown one.</summary>
internal static class NumberInRoute
{
    public static TrackingNumber? Read(string text, string parameter, out ProblemResult? refusal)
    {
        var reading = TrackingNumber.Read(text, out var number);
        refusal = reading switch
        {
            TrackingNumber.Reading.Readable => null,
            TrackingNumber.Reading.Mistyped => Refused(new($"/{parameter}", FaultCodes.CheckDigit)),
            TrackingNumber.Reading.Malformed => Refused(new($"/{parameter}", FaultCodes.InvalidFormat, "expected", "311- and digits")),
        };
        return refusal is null ? number : null;
    }

    private static ProblemResult Refused(Fault fault) => new(ProblemCode.ValidationFailed, [fault]);
}
