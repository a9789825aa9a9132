using Connect311.Api.Databases;
using Connect311.Api.Staff;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Claims;

/// <summary>Somebody who may have a department's requests in hand.</summary>
internal sealed record Person
{
    public required string Id { get; init; }

    public required string Name { get; init; }
}

/// <summary>Finds who works for a department now: its agents and supervisors; for <c>311</c> the operators.</summary>
/// <param name="demos">Registered in Development alone.</param>
internal sealed class DepartmentPeople(Database database, IEnumerable<DemoCredentials> demos)
{
    /// <summary>More people than any department of ours has; whoever is beyond is found by id alone.</summary>
    private const int Most = 2_000;

    private readonly PeopleSql _sql = PeopleSql.For(database.Engine);
    private readonly bool _withDemos = demos.Any();

    public async Task<List<Person>> OfAsync(string department, CancellationToken cancellationToken)
    {
        var people = department == RuleSet.OperatorDepartment
            ? await database.QueryAsync<Person>(_sql.Operators, new PeopleSql.OperatorParameters(Most), cancellationToken)
            : await database.QueryAsync<Person>(_sql.OfDepartment, new PeopleSql.DepartmentParameters(department, Most), cancellationToken);
        if (_withDemos)
        {
            people.AddRange(DemoCredentials.PeopleOf(department).Select(id => new Person { Id = id, Name = id }));
        }

        return people;
    }

    /// <summary>Somebody of a department by id or whole name; otherwise the fault.</summary>
    public async Task<(Person? Person, Fault? Fault)> FindAsync(string text, string department, CancellationToken cancellationToken)
    {
        var people = await OfAsync(department, cancellationToken);
        Person[] found = people.Find(person => person.Id == text) is { } one ? [one] : [.. people.Where(person => person.Name == text)];
        return found switch
        {
            [var person] => (person, null),
            [] => (null, new("/assignee", FaultCodes.UnknownPerson)),
            _ => (null, new("/assignee", FaultCodes.Ambiguous, "allowed", string.Join(", ", found.Select(person => person.Id)))),
        };
    }
}
