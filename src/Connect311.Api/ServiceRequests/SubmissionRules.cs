using Connect311.Api.Catalog;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>What a service type demands of a report.</summary>
internal static class SubmissionRules
{
    public static void Check(Submission submission, ServiceType type, bool keepAside, List<Fault> faults)
    {
        CheckPlace(submission, type, faults);
        CheckContact(submission, type, faults);
        CheckNotifications(submission.Contact, faults);
        AnswerRules.Check(submission, type, keepAside, faults);
    }

    /// <summary>Whoever wants to be told says where; that hangs on no catalogue.</summary>
    public static void CheckNotifications(SubmittedContact? contact, List<Fault> faults)
    {
        RequireFor("email", contact?.Email, contact, faults);
        RequireFor("sms", contact?.Phone, contact, faults);
    }

    public static void CheckPlace(Submission submission, ServiceType type, List<Fault> faults)
    {
        if (type.Place == CatalogWords.None)
        {
            RefuseIf(submission.Location is not null, "/location", faults);
            RefuseIf(submission.Address is not null, "/address", faults);
        }
        else if (type.Place == CatalogWords.Required
            && submission.Location is null
            && submission.Address is null
            && !faults.Any(fault => fault.Field.StartsWith("/location", StringComparison.Ordinal)))
        {
            faults.Add(new("/location", FaultCodes.Required));
        }
    }

    public static void CheckContact(Submission submission, ServiceType type, List<Fault> faults)
    {
        var contact = submission.Contact;
        if (type.Contact == CatalogWords.None)
        {
            RefuseIf(contact is not null, "/contact", faults);
            return;
        }

        if (type.Contact == CatalogWords.Required
            && contact is null or { Email: null, Phone: null }
            && !faults.Any(fault => fault.Field.StartsWith("/contact", StringComparison.Ordinal)))
        {
            faults.Add(new("/contact", FaultCodes.Required));
        }
    }

    private static void RequireFor(string notify, string? needed, SubmittedContact? contact, List<Fault> faults)
    {
        if (contact?.Notify?.Contains(notify) == true && needed is null)
        {
            faults.Add(new(notify == "email" ? "/contact/email" : "/contact/phone", FaultCodes.Required));
        }
    }

    private static void RefuseIf(bool present, string field, List<Fault> faults)
    {
        if (present)
        {
            faults.Add(new(field, FaultCodes.NotAllowed));
        }
    }
}
