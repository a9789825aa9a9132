using System.CommandLine;
using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Api.Staff;
using Connect311.Api.Staff.People;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary><c>staff list</c>: who works here, or the tokens of one person.</summary>
internal static class StaffListCommand
{
    private const int PageSize = 200;

    public static Command Create()
    {
        var id = new Argument<string>("id")
        {
            Description = "The id of a person, to list that person's tokens instead.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var role = new Option<string>("--role") { Description = "Only people with this role." };
        role.AcceptOnlyFromAmong(Role.OfStaff);
        var department = new Option<string>("--department") { Description = "Only people of this department." };
        var all = new Option<bool>("--all") { Description = "Those who are deactivated too." };
        var command = new Command("list", "List who works here; with an id, that person's tokens.") { id, role, department, all };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            async (services, cancellation) =>
            {
                ListTable.Print(parsed.GetValue(id) is { } one
                    ? await TokensAsync(services, one, cancellation)
                    : await PeopleAsync(
                        services.GetRequiredService<StaffMembers>(),
                        new(parsed.GetValue(role), parsed.GetValue(department), parsed.GetValue(all) ? null : true),
                        cancellation));
                return 0;
            },
            token));
        return command;
    }

    private static async Task<Table> PeopleAsync(StaffMembers members, StaffFilter filter, CancellationToken cancellationToken)
    {
        var table = ListTable.Of("Id", "Name", "Role", "Department", "Signs in by", "Added", "Deactivated");
        for (var page = await members.PageAsync(filter, "", PageSize, cancellationToken);
            page.Count > 0;
            page = await members.PageAsync(filter, page[^1].Id, PageSize, cancellationToken))
        {
            foreach (var member in page)
            {
                table.AddRow(
                    member.Id,
                    Markup.Escape(member.Name),
                    member.Role,
                    member.Department ?? "",
                    member.SignsInBy,
                    Day(member.CreatedAt),
                    Day(member.DeactivatedAt));
            }
        }

        return table;
    }

    private static async Task<Table> TokensAsync(IServiceProvider services, string id, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<StaffMembers>().FindAsync(id, cancellationToken) is null)
        {
            throw new UserErrorException($"Nobody has the id {id}. 'staff list' shows all.");
        }

        var table = ListTable.Of("Token id", "Name", "Made", "Expires", "Last used", "Revoked");
        foreach (var token in await services.GetRequiredService<StaffTokens>().OfMemberAsync(id, cancellationToken))
        {
            table.AddRow(
                token.Id,
                Markup.Escape(token.Name),
                Day(token.CreatedAt),
                Day(token.ExpiresAt),
                token.LastUsedAt?.ToString("yyyy-MM-dd HH:00", CultureInfo.InvariantCulture) ?? "",
                Day(token.RevokedAt));
        }

        return table;
    }

    private static string Day(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
