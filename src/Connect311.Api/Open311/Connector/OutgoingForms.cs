using System.Globalization;
using System.Text.Json;
using Connect311.Api.Delivery;
using Connect311.Api.Http;
using Connect311.Api.Open311.Updates;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Triage;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Open311.Connector;

/// <summary>
/// What goes to a department's system: of a request what is needed to work on it (what, where, answers, words), and nothing of whoever
/// reported it unless that is set; of an event what it says.
/// </summary>
internal sealed class OutgoingForms(StaffStore store, Contacts contacts, AuditLog audit, IOptions<DeliveryOptions> delivery)
{
    private const string Language = "en";
    private const int MaxText = 4000;

    /// <summary>What an event says of itself where nobody said anything with it.</summary>
    private const string Plain = "News of this request.";

    /// <summary>The fields of <c>POST requests</c>.</summary>
    /// <param name="key">The same each time that it is sent.</param>
    public async Task<List<KeyValuePair<string, string>>> OfRequestAsync(
        StaffRow seen, string department, ConnectorOptions options, string key, CancellationToken cancellationToken)
    {
        var contact = options.SendContact ? await ContactAsync(new(seen.Id), department, cancellationToken) : null;
        var form = new Form();
        form.Add("service_code", options.ServiceCodes.GetValueOrDefault(seen.ServiceType, seen.ServiceType));
        form.Add("client_request_id", key);
        form.Add("lat", Written(seen.Latitude));
        form.Add("long", Written(seen.Longitude));
        form.Add("address_string", contact?.Unit is { } unit ? $"{seen.AddressText}, {unit}".TrimStart(',', ' ') : seen.AddressText);
        form.Add("description", seen.Description);
        AddAnswers(form, seen.Answers);
        form.Add("first_name", contact?.Name);
        form.Add("email", contact?.Email);
        form.Add("phone", contact?.Phone);
        return form.Fields;
    }

    /// <summary>The fields of <c>POST servicerequestupdates</c>.</summary>
    /// <param name="seen">The request as it is.</param>
    /// <param name="happened">The event.</param>
    /// <param name="externalId">How the system calls the request.</param>
    public List<KeyValuePair<string, string>> OfEvent(StaffRow seen, StaffEventRow happened, string department, string externalId)
    {
        var data = EventData.Read(happened.Data);
        var form = new Form();
        form.Add("service_request_id", externalId);
        form.Add("update_id", IdOf(seen.Id, happened.Number));
        form.Add("status", StatusOf(happened.Kind, data, department).ToUpperInvariant());
        form.Add("updated_datetime", happened.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        form.Add("description", WordsOf(happened, data, department));
        form.Add("media_url", data.Photo is { } photo && delivery.Value.PublicAddress is { } address
            ? new Uri(new Uri($"{address.AbsoluteUri.TrimEnd('/')}/"), $"{PhotoEndpoints.PathOf(photo).TrimStart('/')}/{PhotoSize.Large}").AbsoluteUri
            : null);
        return form.Fields;
    }

    /// <summary>The number of a request and the event that is told: the same each time that it is sent.</summary>
    public static string IdOf(long requestId, int eventNumber) => string.Create(CultureInfo.InvariantCulture, $"{new TrackingNumber(requestId)}-{eventNumber}");

    /// <summary>Who reported it. That it is read for the department stands in the audit before it happens.</summary>
    private async Task<StoredContact?> ContactAsync(TrackingNumber number, string department, CancellationToken cancellationToken)
    {
        if (await store.FindContactAsync(number, cancellationToken) is not { } content)
        {
            return null;
        }

        await audit.RecordAsync(
            audit.New(ConnectorCaller.Of(department).Actor, AuditAction.ReadContact, AuditTarget.ServiceRequest(number)), cancellationToken);
        return contacts.Open(content);
    }

    private static string? Written(double? degrees) => degrees?.ToString("R", CultureInfo.InvariantCulture);

    private static void AddAnswers(Form form, string? answers)
    {
        foreach (var (code, answer) in answers is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(answers)!)
        {
            if (answer.ValueKind == JsonValueKind.Array)
            {
                foreach (var one in answer.EnumerateArray())
                {
                    form.Add($"attribute[{code}][]", TextOf(one));
                }
            }
            else
            {
                form.Add($"attribute[{code}]", TextOf(answer));
            }
        }
    }

    private static string TextOf(JsonElement answer) => answer.ValueKind == JsonValueKind.String ? answer.GetString()! : answer.GetRawText();

    private static string StatusOf(string kind, EventData data, string department) => kind switch
    {
        EventKind.Erased => ExtendedStatus.Unchanged,
        _ when data.Department != department => ExtendedStatus.Cancelled,
        EventKind.Disputed or EventKind.Reopened or EventKind.DisputeUpheld => ExtendedStatus.Reopen,
        _ when Lifecycle.Transitions.Any(transition => transition.Event == kind) => StatusMeanings.Tell(data.Status, data.Outcome),
        _ => ExtendedStatus.Unchanged,
    };

    private static string WordsOf(StaffEventRow happened, EventData data, string department)
    {
        var details = happened.Content is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(happened.Content);
        string?[] said =
        [
            happened.Kind == EventKind.Erased ? "Whoever reported this asked to be forgotten. Please erase what is personal in it."
                : data.Department != department ? "The request was sent on to another department."
                : Texts.Event(happened.Kind, data.WaitingFor, data.Outcome, Language),
            details?.GetValueOrDefault(StepMember.Text),
            details?.GetValueOrDefault(StepMember.Note),
            details?.GetValueOrDefault(StepMember.Reason),
        ];
        var words = string.Join('\n', said.Where(text => !string.IsNullOrWhiteSpace(text)));
        return words.Length == 0 ? Plain : words.Length <= MaxText ? words : words[..MaxText];
    }

    /// <summary>Fields with values; an empty one is as if it were not sent.</summary>
    private sealed class Form
    {
        public List<KeyValuePair<string, string>> Fields { get; } = [];

        public void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                Fields.Add(new(name, value));
            }
        }
    }
}
