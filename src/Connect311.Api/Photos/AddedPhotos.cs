using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Remarks;
using Connect311.Routing.Documents;

namespace Connect311.Api.Photos;

/// <summary>
/// Takes it when whoever reported something names more photos of it. They stand among those that the report named, and come in whichever order,
/// as those do. The same may come twice: a phone without an answer sends it again.
/// </summary>
internal sealed class AddedPhotos(Database database, StaffStore requests, PhotoStore photos, RemarkDesk remarks)
{
    /// <summary>How often somebody else may come first; each time the request is looked at anew.</summary>
    private const int Tries = 10;

    private readonly IntakeSql _sql = IntakeSql.For(database.Engine);

    /// <param name="number">A request of the caller's own.</param>
    /// <param name="ids">The photos' ids.</param>
    /// <param name="device">The device that may send them, beside the app that sent the report; or null.</param>
    /// <returns>Null when it is done, now or before.</returns>
    public async Task<ProblemResult?> AddAsync(TrackingNumber number, IReadOnlyList<string> ids, string? device, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            if (await requests.FindWithHistoryAsync(number, _ => true, cancellationToken) is not { Row.IsGone: false } found)
            {
                return new(ProblemCode.NotFound);
            }

            var named = (await photos.OfRequestsAsync([number.Id], cancellationToken))[number.Id].Where(row => !row.IsEvidence).ToList();
            List<string> added = [.. ids.Distinct().Where(id => !named.Exists(row => row.PhotoId == id))];
            if (added.Count == 0)
            {
                return null;
            }

            if (RequestStatus.IsOpen(found.Row.Status) is false || found.Row.ErasedScopes.HasFlag(ErasureScopes.Photos))
            {
                return Refused.Transition(found.Row.Status, Actors.Resident);
            }

            if (named.Count + added.Count > SubmissionReader.MostPhotos)
            {
                return new(ProblemCode.ValidationFailed, [new("/photos", FaultCodes.TooMany, "maximum", SubmissionReader.MostPhotos)]);
            }

            if (await requests.CommitAsync(PlanOf(found, named.Count, added, device), cancellationToken))
            {
                return null;
            }
        }

        return new(ProblemCode.Busy) { RetryAfter = 1 };
    }

    private PlannedChange PlanOf(
        (StaffRow Row, IReadOnlyList<StaffEventRow> History) found, int named, List<string> added, string? device)
    {
        var plan = remarks.Plan(found.Row, EventKind.Commented, new() { ["actor"] = Actors.Resident, ["photos"] = JsonSerializer.Serialize(added) });
        var sender = EventText.Of(found.History[0].Content, "actor") ?? "";
        var rows = RequestPhotoRow.Of(found.Row.Id, added, sender, device, plan.Event!.At).Select(row => row with { Number = named + row.Number });
        plan.Write.Rows(_sql.InsertPhotos, RequestPhotoRow.Rows, [.. rows]);
        return plan;
    }
}
