using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Routing.Documents;

namespace Connect311.Api.Records;

/// <summary>
/// What a public-records request gets to see of one service request, with a list of what is withheld and by which law: New
/// York's Freedom of Information Law (Public Officers Law, article 6).
/// </summary>
internal sealed class RecordExport(StaffStore requests, CurrentCity city, TimeProvider time)
{
    /// <summary>What passed between staff and whoever reported it.</summary>
    private static readonly string[] Letters =
    [
        EventKind.ClarificationAsked, EventKind.ClarificationAnswered, EventKind.Commented, EventKind.Disputed, EventKind.DisputeRejected, EventKind.Withdrawn,
    ];

    /// <summary>Null where there is no such request.</summary>
    public async Task<PublicRecord?> MakeAsync(TrackingNumber number, CancellationToken cancellationToken)
    {
        if (await requests.FindWithHistoryAsync(number, _ => true, cancellationToken) is not { Row.IsGone: false } found)
        {
            return null;
        }

        var (row, history) = found;
        var withheld = new Withholding();
        if (await requests.FindContactAsync(number, cancellationToken) is not null)
        {
            withheld.Add("contact", 1, Withholding.Privacy);
        }

        withheld.Add("what the app sent beside", row.Aside is null ? 0 : 1, Withholding.Privacy);
        withheld.Add("photos", row.PhotoIds is null ? 0 : 1, Withholding.Privacy);
        var isConfidential = row.Visibility == CatalogWords.Confidential;
        var catalog = city.Value.Catalog;
        return new()
        {
            TrackingNumber = number.ToString(),
            MadeAt = time.Now(),
            ServiceType = row.ServiceType,
            ServiceTypeName = row.ServiceTypeText ?? catalog.ServiceTypeName(row.ServiceType, LocalText.DefaultLanguage),
            Department = row.Department,
            DepartmentName = catalog.DepartmentName(row.Department, LocalText.DefaultLanguage),
            Channel = row.Channel,
            Status = row.Status,
            ReceivedAt = row.ReceivedAt,
            DueAt = row.DueAt == Clock.Never ? null : row.DueAt,
            ClosedAt = row.ClosedAt,
            Outcome = row.Outcome,
            Description = withheld.Words("description", row.Description, isConfidential),
            Address = withheld.Words("address", row.AddressText, !RecordPlace.IsPublic(row)),
            Answers = AnswersOf(row, isConfidential, withheld),
            Place = PlaceOf(row, withheld),
            Areas = row.Visibility == CatalogWords.Public ? AreaList.Codes(row.Areas) : [],
            History = [.. history.Select(line => LineOf(line, isConfidential, withheld))],
            Erased = ErasureScope.CodesOf(ErasureScope.In(history)),
            Withheld = withheld.Lines,
        };
    }

    /// <summary>What residents wrote is masked; what they chose is not theirs to be known by.</summary>
    private static Dictionary<string, string>? AnswersOf(StaffRow row, bool isConfidential, Withholding withheld)
    {
        if (row.Answers is null)
        {
            return null;
        }

        var answers = new Dictionary<string, string>();
        foreach (var (question, answer) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.Answers)!)
        {
            var text = answer.ValueKind == JsonValueKind.String ? answer.GetString() : answer.GetRawText();
            if (withheld.Words("answers", text, isConfidential) is { } shown)
            {
                answers[question] = shown;
            }
        }

        return answers;
    }

    private static RecordPlace? PlaceOf(StaffRow row, Withholding withheld)
    {
        withheld.Add("exact place", row.Latitude is not null && !RecordPlace.IsPublic(row) ? 1 : 0, Withholding.Privacy);
        return row is { PublicPlace: { } precision, Visibility: CatalogWords.Public } ? new(row.PublicLatitude, row.PublicLongitude, precision) : null;
    }

    private static RecordLine LineOf(StaffEventRow line, bool isConfidential, Withholding withheld)
    {
        var data = EventData.Read(line.Data);
        var revised = EventKind.Revisions.Contains(line.Kind) ? RevisedData.Read(line.Data) : null;
        var details = line.Content is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(line.Content)!;
        var isPublic = line.Kind == EventKind.Updated;
        withheld.Add("actors", details.ContainsKey("actor") ? 1 : 0, Withholding.Privacy);
        var isLetter = Letters.Contains(line.Kind);
        var isSaid = details.ContainsKey(StepMember.Text) || details.ContainsKey(StepMember.Reason);
        withheld.Add("notes of staff", details.ContainsKey(StepMember.Note) || (isSaid && !isPublic && !isLetter) ? 1 : 0, Withholding.Internal);
        withheld.Add("correspondence", isSaid && isLetter ? 1 : 0, Withholding.Privacy);
        return new(
            line.Number,
            line.At,
            line.Kind,
            data.Status,
            data.Department,
            EventKind.SendsOn(line.Kind) ? revised?.From?.Department : null,
            data.Outcome,
            revised?.Transfer?.Reason ?? data.Reason,
            data.VisitedAt,
            data.DuplicateOf,
            withheld.Words("referrals", details.GetValueOrDefault(StepMember.ReferredTo), isConfidential),
            data.WaitingFor,
            isPublic ? withheld.Words("updates", details.GetValueOrDefault(StepMember.Text), isConfidential) : null);
    }
}
