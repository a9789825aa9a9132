using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Open311.Requests;

/// <summary>Says public requests in the words of the protocol. What of a request is public, and its words, are those of the lookup.</summary>
internal sealed class OpenRequests(Open311Store store, PublicRequests requests, PublicPlaces places, CurrentCity city)
{
    private const string Zip = "zip";

    /// <summary>Those that may be shown, in the order in which they come.</summary>
    /// <param name="isExtended">Whether with all that is public of them, what happened to them too.</param>
    public async Task<List<OpenRequest>> OfAsync(IEnumerable<FoundRequest> found, bool isExtended, HttpContext context)
    {
        var shown = found.Where(one => requests.IsShown(one.Row, own: null)).ToList();
        var descriptions = await store.DescriptionsAsync(shown.Where(one => Publishes(one.Row)).Select(one => one.Row.Id), context.RequestAborted);
        var language = Languages.Of(context);
        var said = new List<OpenRequest>(shown.Count);
        foreach (var one in shown)
        {
            var request = await requests.OfAsync(one, own: null, language, context.RequestAborted);
            var plain = Of(request, descriptions.GetValueOrDefault(one.Row.Id), context);
            said.Add(isExtended ? Extended(plain, request, one, language, context) : plain);
        }

        return said;
    }

    private OpenRequest Of(PublicRequest request, string? description, HttpContext context) => new()
    {
        ServiceRequestId = request.TrackingNumber,
        Status = request.Open ? OpenRequest.Open : OpenRequest.Closed,
        StatusNotes = request.Outcome is { Sentence.Length: > 0 } outcome ? outcome.Sentence : request.StatusText,
        ServiceName = request.ServiceType.Name,
        ServiceCode = request.ServiceType.Code,
        Description = description is null ? null : PublishedText.Masked(description),
        AgencyResponsible = request.Department.Name,
        RequestedDatetime = request.ReceivedAt,
        UpdatedDatetime = request.Open ? request.UpdatedAt : request.ClosedAt ?? request.UpdatedAt,
        ExpectedDatetime = request.Open ? request.DueAt : null,
        Address = request.Place is { } place ? AddressOf(place) : null,
        Zipcode = request.Place?.Areas.FirstOrDefault(area => area.Set == Zip)?.Code,
        Lat = request.Place?.Latitude,
        Long = request.Place?.Longitude,
        MediaUrl = request.PhotoStates.FirstOrDefault(photo => photo is { Released: true, Links: not null })?.Links is { } links ? places.Of(context, links.Large) : null,
    };

    private OpenRequest Extended(OpenRequest plain, PublicRequest request, FoundRequest found, string language, HttpContext context)
    {
        var closing = request.Open ? null : found.History.LastOrDefault(line => line.Kind == EventKind.Closed);
        return plain with
        {
            ExtendedAttributes = new()
            {
                DetailedStatus = request.Status,
                AgencyCode = request.Department.Code,
                ParentServiceRequestId = closing is null ? null : EventData.Read(closing.Data).DuplicateOf,
                Areas = [.. (request.Place?.Areas ?? []).Select(area => new ExtendedArea(area.Set, area.Code, area.Name))],
                MediaUrls = [.. request.PhotoStates.Where(photo => photo is { Released: true, Links: not null }).Select(photo => places.Of(context, photo.Links!.Large))],
            },
            Notes = [.. request.History.Select(line => Note.Of(line, language))],
        };
    }

    /// <summary>A set of more areas has smaller ones; ZIP codes have an element of their own.</summary>
    private string? AddressOf(PublicPlace place)
    {
        var sizes = city.Value.AreaSets.ToDictionary(set => set.Name, set => set.Areas.Count);
        return string.Join(", ", place.Areas
            .Where(area => area.Set != Zip)
            .OrderByDescending(area => sizes.GetValueOrDefault(area.Set))
            .Select(area => area.Name));
    }

    /// <summary>Whether the words of a request are published: not those of one that an operator has not seen, that was withdrawn, or refused as a test or abuse.</summary>
    private bool Publishes(PublicRow row) =>
        row is { Visibility: CatalogWords.Public, Status: not (RequestStatus.Cancelled or RequestStatus.Submitted) }
        && city.Value.Catalog.ServiceTypesByCode.GetValueOrDefault(row.ServiceType) is { PublishDescription: true, Visibility: CatalogWords.Public };
}
