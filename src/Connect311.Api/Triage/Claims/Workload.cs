using System.ComponentModel.DataAnnotations;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Claims;

/// <summary>What the people of a department have in hand.</summary>
/// <param name="Items">Whoever works there now, and whoever else has one of its requests in hand; the most loaded first.</param>
internal sealed record Workload(IReadOnlyList<PersonWorkload> Items)
{
    /// <param name="people">Who works there now.</param>
    public static Workload Of(IReadOnlyCollection<Person> people, IReadOnlyCollection<WorkloadRow> rows)
    {
        var held = rows.ToDictionary(row => row.Assignee);
        var known = people.Select(person => person.Id).ToHashSet();
        var here = people.Select(person => ItemOf(new(person.Id, person.Name), held.GetValueOrDefault(person.Id), worksHere: true));
        var others = rows.Where(row => !known.Contains(row.Assignee))
            .Select(row => ItemOf(new(row.Assignee, row.Name ?? row.Assignee), row, worksHere: false));
        return new([.. here.Concat(others)
            .OrderByDescending(item => item.Claimed)
            .ThenBy(item => item.Person.Name, StringComparer.Ordinal)
            .ThenBy(item => item.Person.Code, StringComparer.Ordinal)]);
    }

    private static PersonWorkload ItemOf(Named person, WorkloadRow? row, bool worksHere) => new()
    {
        Person = person,
        WorksHere = worksHere,
        Claimed = row?.Claimed ?? 0,
        Overdue = row?.Overdue ?? 0,
        OldestReceivedAt = row?.OldestReceivedAt,
    };
}

/// <summary>What one person has in hand.</summary>
internal sealed record PersonWorkload
{
    /// <summary>Who: the id and the name of a member of staff.</summary>
    [Required]
    public required Named Person { get; init; }

    /// <summary>Whether the person is an active agent or supervisor of the department; of <c>311</c>, an active operator.</summary>
    [Required]
    public required bool WorksHere { get; init; }

    /// <summary>How many open requests the person has in hand.</summary>
    [Required]
    public required int Claimed { get; init; }

    /// <summary>How many of them should be done by now.</summary>
    [Required]
    public required int Overdue { get; init; }

    /// <summary>When the city got the oldest of them; null where there is none.</summary>
    [Required]
    public required DateTimeOffset? OldestReceivedAt { get; init; }
}
