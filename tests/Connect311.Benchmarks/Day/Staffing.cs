using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Staff;
using Connect311.Routing;

namespace Connect311.Benchmarks.Day;

/// <summary>A member of staff, as an admin added them.</summary>
/// <param name="Department">Where they work; <c>311</c> for operators.</param>
internal sealed record Person(string Id, string Token, string Role, string Department)
{
    /// <summary>What a supervisor gave them to do.</summary>
    public ConcurrentQueue<DayReport> Inbox { get; } = new();
}

/// <summary>Who works in a department.</summary>
internal sealed record Team(string Department, int Reports, IReadOnlyList<Person> Agents, Person Supervisor);

/// <summary>Adds the staff of the day over the wire, by their departments' shares of the reports.</summary>
internal sealed class Staffing(DayClient client, DayPlan plan)
{
    private const int Fewest = 2;

    /// <summary>The largest departments, the largest first, and the operators.</summary>
    public async Task<List<Team>> HireAsync(IReadOnlyCollection<DayReport> reports)
    {
        var teams = new List<Team>();
        foreach (var (department, count) in reports.CountBy(report => report.Agency).OrderByDescending(agency => agency.Value).Take(DayPlan.Departments))
        {
            var agents = Math.Max(Fewest, (int)Math.Round((double)plan.Agents * count / reports.Count));
            teams.Add(await HireAsync(department, count, agents));
        }

        teams.Add(await HireAsync(RuleSet.OperatorDepartment, 0, Fewest));
        return teams;
    }

    private async Task<Team> HireAsync(string department, int reports, int agents)
    {
        var isOperators = department == RuleSet.OperatorDepartment;
        var people = new List<Person>();
        for (var i = 0; i < agents; i++)
        {
            people.Add(await AddAsync($"{department} {i + 1}", isOperators ? Role.Operator : Role.Agent, department));
        }

        return new(department, reports, people, await AddAsync($"{department} head", isOperators ? Role.Operator : Role.Supervisor, department));
    }

    private async Task<Person> AddAsync(string name, string role, string department)
    {
        var member = new JsonObject { ["name"] = name, ["role"] = role };
        if (Role.HasDepartment(role))
        {
            member["department"] = department;
        }

        var id = (await CreatedAsync("/v1/admin/staff", member)).GetProperty("id").GetString()!;
        var token = await CreatedAsync($"/v1/admin/staff/{id}/tokens", new() { ["name"] = "desk" });
        return new(id, token.GetProperty("token").GetString()!, role, department);
    }

    private async Task<JsonElement> CreatedAsync(string path, JsonObject body)
    {
        var answer = await client.PostAsync(path, DemoCredentials.Admin, body.ToJsonString());
        return answer.IsOk ? answer.Body : throw new InvalidOperationException($"{path}: {answer}");
    }
}
