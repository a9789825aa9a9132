using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>A city department, or an outside body that the city sends reports to.</summary>
/// <param name="Code">As the city spells it, such as <c>DOT</c>; <c>311</c> is reserved for the operators.</param>
/// <param name="IsActive">A retired department gets no new requests.</param>
/// <param name="Successor">The department that took over a retired one's work, or null.</param>
/// <param name="IsExternal">It works in its own system; its requests are not claimable here.</param>
/// <param name="Calendar">The code of the calendar in which its targets run; null for day and night.</param>
internal sealed record Department(string Code, LocalText Name, bool IsActive, string? Successor, bool IsExternal, string? Calendar);
