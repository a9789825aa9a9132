using System.CommandLine;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Routing.Documents;

namespace Connect311.Api.Commands;

/// <summary><c>staff</c>: who works here, and their personal access tokens.</summary>
internal static class StaffCommand
{
    public static Command Create() => new(
        "staff",
        "Add and deactivate staff, make and revoke their tokens. The first admin is added here; admins can then do the rest by /v1/admin/staff.")
    {
        Add(),
        StaffListCommand.Create(),
        Token(),
        Revoke(),
        Deactivate(),
    };

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "How colleagues know the person: a name, or a badge number." };
        var role = new Option<string>("--role")
        {
            Description = "Agents and supervisors work for one department, call takers and operators for the whole city; admins keep staff.",
            Required = true,
        };
        role.AcceptOnlyFromAmong(Role.OfStaff);
        var department = new Option<string>("--department")
        {
            Description = "The code of the department, such as DOT; for agents and supervisors, and for no other role.",
        };
        var command = new Command("add", "Add somebody, who can then get a token.") { name, role, department };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => AddAsync(
                services, new(parsed.GetValue(name)!, parsed.GetValue(role)!, parsed.GetValue(department)), cancellation),
            token));
        return command;
    }

    private static async Task<int> AddAsync(IServiceProvider services, StaffWish wish, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        StaffRules.Check(wish, services.GetRequiredService<CurrentCity>().Value.Catalog, faults);
        RefuseAny(faults);
        var creation = Creation.Of(Actor.CommandLine.Id, null, services.GetRequiredService<TimeProvider>());
        var (member, _) = await services.GetRequiredService<StaffMembers>().AddAsync(wish, creation, Actor.CommandLine, cancellationToken);
        Console.WriteLine($"Added. The id is {member.Id}.");
        Console.WriteLine($"Make a token next: staff token {member.Id} --name <what it is for>");
        return 0;
    }

    private static Command Token()
    {
        var id = new Argument<string>("id") { Description = "The id of the person, as 'staff list' shows it." };
        var name = new Option<string>("--name") { Description = "What it is for, such as the machine it is used on.", Required = true };
        var days = new Option<int>("--days")
        {
            Description = $"Days until it expires, from 1 to {StaffRules.MaxDays}.",
            DefaultValueFactory = _ => StaffRules.DefaultDays,
        };
        var command = new Command("token", "Make a personal access token. It is shown once and stored as a hash.") { id, name, days };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => MakeTokenAsync(
                services, parsed.GetValue(id)!, parsed.GetValue(name)!, parsed.GetValue(days), cancellation),
            token));
        return command;
    }

    private static async Task<int> MakeTokenAsync(
        IServiceProvider services, string id, string name, int days, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        StaffRules.CheckName(name, faults);
        RefuseAny(faults);
        if (days is < 1 or > StaffRules.MaxDays)
        {
            throw new UserErrorException($"--days must be from 1 to {StaffRules.MaxDays}.");
        }

        var member = await MemberAsync(services, id, cancellationToken);
        var creation = Creation.Of(Actor.CommandLine.Id, null, services.GetRequiredService<TimeProvider>());
        var (row, token) = await services.GetRequiredService<StaffTokens>()
            .CreateAsync(member.Id, name, days, creation, Actor.CommandLine, cancellationToken);
        if (row is null)
        {
            throw new UserErrorException(member.SignsInBy == SignsInBy.Issuer
                ? $"{member.Name} signs in by the city's sign-in and needs no token."
                : $"{member.Name} is deactivated.");
        }

        Console.WriteLine($"Authorization: Bearer {token}");
        var expires = row.ExpiresAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Console.WriteLine($"Keep it now: it is not shown again. Its id is {row.Id}; it expires on {expires}.");
        return 0;
    }

    private static Command Revoke()
    {
        var token = new Argument<string>("token") { Description = "The id of the token, as 'staff list <id>' shows it; or the token itself, where it leaked." };
        var command = new Command("revoke", "Revoke a token; servers refuse it within a second.") { token };
        command.SetAction((parsed, cancel) => CommandHost.RunReadyAsync(
            async (services, cancellation) =>
            {
                var tokens = services.GetRequiredService<StaffTokens>();
                var asked = parsed.GetValue(token)!;
                var found = StaffTokens.IsToken(asked)
                    ? await tokens.FindByTokenAsync(asked, cancellation)
                    : await tokens.FindAsync(asked, cancellation);
                if (found is null || !await tokens.RevokeAsync(found, Actor.CommandLine, cancellation))
                {
                    throw new UserErrorException("There is no such token, or it is revoked already.");
                }

                Console.WriteLine($"Revoked the token {found.Id}.");
                return 0;
            },
            cancel));
        return command;
    }

    private static Command Deactivate()
    {
        var id = new Argument<string>("id") { Description = "The id of the person, as 'staff list' shows it." };
        var command = new Command("deactivate", "Deactivate somebody and revoke all tokens of that person; servers refuse them within a second.") { id };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            async (services, cancellation) =>
            {
                var member = await MemberAsync(services, parsed.GetValue(id)!, cancellation);
                if (!member.IsActive)
                {
                    throw new UserErrorException($"{member.Name} is deactivated already.");
                }

                var members = services.GetRequiredService<StaffMembers>();
                if (await members.DeactivateAsync(member, lastMayGo: true, Actor.CommandLine, cancellation) != StaffChange.Done)
                {
                    throw new UserErrorException("Somebody else changed this person at the same moment. Try again.");
                }

                Console.WriteLine($"Deactivated {member.Name}, and revoked all tokens.");
                if ((await members.PageAsync(new(Role.Admin, Active: true), "", 1, cancellation)).Count == 0)
                {
                    Console.WriteLine("Nobody is left who may administer by the API: add an admin with 'staff add <name> --role admin'.");
                }

                return 0;
            },
            token));
        return command;
    }

    private static async Task<StaffMember> MemberAsync(IServiceProvider services, string id, CancellationToken cancellationToken) =>
        await services.GetRequiredService<StaffMembers>().FindAsync(id, cancellationToken)
        ?? throw new UserErrorException($"Nobody has the id {id}. 'staff list' shows all.");

    private static void RefuseAny(List<Fault> faults)
    {
        if (faults.Count > 0)
        {
            throw new UserErrorException(
                string.Join("; ", faults.Select(fault => $"{fault.Field[1..]} {Texts.Message(fault, Texts.DefaultLanguage)}")) + ".");
        }
    }
}
