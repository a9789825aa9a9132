using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Holds;

/// <summary>Whose reports are to wait for an operator.</summary>
internal sealed record HoldWish
{
    public const int MaxReason = 500;

    /// <summary>So that nobody is held for ever because nobody remembers.</summary>
    public const int MostDays = 366;

    private const int MaxValue = 500;

    /// <summary>By what the reports are known: email, phone, address or device.</summary>
    [Required, ExtensibleEnum(typeof(HoldKind))]
    public required string Kind { get; init; }

    /// <summary>The e-mail address, the phone (E.164), the address of the reports in words, or the number of a report that came from the device. It is stored encrypted.</summary>
    [Required, MaxLength(MaxValue)]
    public required string Value { get; init; }

    /// <summary>Why; for staff. Name nobody in it.</summary>
    [Required, MaxLength(MaxReason)]
    public required string Reason { get; init; }

    /// <summary>For how long.</summary>
    [Required, Range(1, MostDays)]
    public required int Days { get; init; }

    /// <summary>Reads a body; what is wrong with it is noted, by field.</summary>
    public static HoldWish Read(ObjectReader root)
    {
        root.Require("kind");
        root.Require("days");
        var wish = new HoldWish
        {
            Kind = root.OneOf("kind", HoldKind.All) ?? "",
            Value = root.RequiredText("value", MaxValue),
            Reason = root.RequiredText("reason", MaxReason, lines: true),
            Days = root.Whole("days", 1, MostDays) ?? 1,
        };
        root.End();
        if (wish.Value.Length > 0 && ExpectedOf(wish) is { } expected)
        {
            root.Add("value", FaultCodes.InvalidFormat, "expected", expected);
        }

        return wish;
    }

    private static string? ExpectedOf(HoldWish wish) => wish.Kind switch
    {
        HoldKind.Email when !SubmissionReader.IsEmail(wish.Value) => SubmissionReader.EmailForm,
        HoldKind.Phone when !SubmissionReader.IsPhone(wish.Value) => SubmissionReader.PhoneForm,
        HoldKind.Device when TrackingNumber.Read(wish.Value, out _) != TrackingNumber.Reading.Readable => "311- and digits",
        HoldKind.Address when Contacts.NormalAddress(wish.Value).Length == 0 => "an address in words",
        _ => null,
    };
}
