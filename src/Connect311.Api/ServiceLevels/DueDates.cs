using Connect311.Api.Catalog;

namespace Connect311.Api.ServiceLevels;

/// <summary>By when a request should be resolved.</summary>
internal static class DueDates
{
    /// <summary>The due time in the calendar of the department that has the request; null without a target.</summary>
    public static DateTimeOffset? Of(ServiceType type, string department, DateTimeOffset receivedAt, Catalog.Catalog catalog) =>
        type.ServiceLevel?.Resolve.DueFrom(receivedAt, catalog.CalendarOf(department));
}
