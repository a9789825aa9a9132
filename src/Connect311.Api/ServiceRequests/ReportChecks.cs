using Connect311.Api.Catalog;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>Holds a report against the catalogue in force.</summary>
internal static class ReportChecks
{
    /// <param name="faults">Gets everything that is wrong with it.</param>
    /// <returns>What can be stored; or the entry that takes no request; or neither, and what is wrong stands among the faults.</returns>
    public static (CheckedReport? Report, ServiceType? NoRequest) Check(ReceivedReport received, City now, List<Fault> faults)
    {
        var submission = received.Submission;
        if (received.CatalogVersion != now.Catalog.Version)
        {
            SubmissionRules.CheckNotifications(submission.Contact, faults);
            return (faults.Count > 0 ? null : OutdatedReport.Fit(submission, now, received.Aside), null);
        }

        var type = now.Catalog.ServiceType(submission.ServiceType);
        if (type is { IsRequest: true })
        {
            return (CheckedReport.Of(submission, type, now, received.IsQueued, faults, received.Aside), null);
        }

        if (type is null && submission.ServiceType.Length > 0)
        {
            faults.Add(new("/serviceType", FaultCodes.UnknownServiceType));
        }

        return (null, type);
    }

    /// <summary>A report that was accepted before: what is not allowed any more (other rules, other areas) is noted for triage.</summary>
    public static CheckedReport CheckAccepted(ReceivedReport received, City now) =>
        Check(received, now, []).Report ?? OutdatedReport.Fit(received.Submission, now, received.Aside);
}
