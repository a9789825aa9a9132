using Connect311.Api.Catalog;
using Connect311.Api.Open311.Connector;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Open311.Updates;

/// <summary>How what a department's system says is read, by its settings and the catalogue.</summary>
internal sealed class UpdateOutcomes(Connectors connectors, CurrentCity city)
{
    /// <summary>
    /// Our outcome for an update that ends a request: by the setting for its own code, by that code where it is one of ours, by the
    /// setting for its status, by the status.
    /// </summary>
    /// <returns>Null where nothing says which.</returns>
    public string? Of(string department, string serviceType, IncomingUpdate update)
    {
        var settings = connectors.Of(department)?.Outcomes;
        return (update.Code is { } code ? settings?.GetValueOrDefault(code) ?? OursOf(serviceType, code) : null)
            ?? settings?.GetValueOrDefault(update.Status!)
            ?? StatusMeanings.OutcomeOf(update.Status!);
    }

    /// <summary>Whether its words are for the public or for staff.</summary>
    public string KindOf(string department) => connectors.Of(department) is { PublishUpdates: true } ? EventKind.Updated : EventKind.Noted;

    private string? OursOf(string serviceType, string code) =>
        (city.Value.Catalog.ServiceTypesByCode.GetValueOrDefault(serviceType)?.Outcomes ?? [.. city.Value.Catalog.Outcomes.Keys]).Contains(code) ? code : null;
}
