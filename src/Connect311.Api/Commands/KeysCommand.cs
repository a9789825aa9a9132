using System.CommandLine;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary><c>keys</c>: the keys of client apps and of departments' systems.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Make, list and revoke the keys of client apps and of departments' systems.")
    {
        CreateKey(),
        ListKeys(),
        RevokeKey(),
    };

    private static Command CreateKey()
    {
        var name = new Argument<string>("name") { Description = "Whose key it is, such as 'iPhone app'." };
        var channel = new Option<string>("--channel")
        {
            Description = "Make an app key; reports sent with it come in by this channel.",
        };
        channel.AcceptOnlyFromAmong(Channel.OfApps);
        var department = new Option<string>("--department")
        {
            Description = "Make a department key instead, for the system of this department.",
        };
        var command = new Command("create", "Make a key. It is shown once and stored as a hash.") { name, channel, department };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => CreateAsync(
                services, parsed.GetValue(name)!, parsed.GetValue(channel), parsed.GetValue(department), cancellation),
            token));
        return command;
    }

    private static async Task<int> CreateAsync(
        IServiceProvider services, string name, string? channel, string? department, CancellationToken cancellationToken)
    {
        if (channel is null == department is null)
        {
            throw new UserErrorException("Say either --channel, for an app key, or --department, for a department key.");
        }

        if (string.IsNullOrWhiteSpace(name) || name.Length > 100)
        {
            throw new UserErrorException("The name needs 1 to 100 characters.");
        }

        if (department is not null && !services.GetRequiredService<CurrentCity>().Value.Catalog.Departments.ContainsKey(department))
        {
            throw new UserErrorException($"There is no department {department}.");
        }

        var kind = department is null ? Role.App : Role.Department;
        var (id, key) = await services.GetRequiredService<ApiKeyStore>()
            .CreateAsync(Actor.CommandLine, kind, name, channel, department, cancellationToken);
        var header = department is null ? CallerAuthentication.ApiKeyHeader : CallerAuthentication.DepartmentKeyHeader;
        Console.WriteLine($"{header}: {key}");
        Console.WriteLine($"Keep it now: it is not shown again. Its id is {id}.");
        return 0;
    }

    private static Command ListKeys()
    {
        var command = new Command("list", "List all keys, revoked ones too.");
        command.SetAction((_, token) => CommandHost.RunReadyAsync(
            async (services, cancellation) =>
            {
                var table = ListTable.Of("Id", "Kind", "Name", "Channel", "Department", "Made", "Revoked");
                foreach (var key in await services.GetRequiredService<ApiKeyStore>().ListAsync(cancellation))
                {
                    table.AddRow(
                        key.Id,
                        key.Kind,
                        Markup.Escape(key.Name),
                        key.Channel ?? "",
                        key.Department ?? "",
                        key.CreatedAt.ToString("u", System.Globalization.CultureInfo.InvariantCulture),
                        key.RevokedAt?.ToString("u", System.Globalization.CultureInfo.InvariantCulture) ?? "");
                }

                ListTable.Print(table);
                return 0;
            },
            token));
        return command;
    }

    private static Command RevokeKey()
    {
        var id = new Argument<string>("id") { Description = "The key's id, as 'keys list' shows it." };
        var command = new Command("revoke", "Revoke a key; servers refuse it within a second.") { id };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            async (services, cancellation) =>
            {
                if (!await services.GetRequiredService<ApiKeyStore>().RevokeAsync(Actor.CommandLine, parsed.GetValue(id)!, cancellation))
                {
                    throw new UserErrorException($"No valid key has the id {parsed.GetValue(id)}.");
                }

                Console.WriteLine("Revoked.");
                return 0;
            },
            token));
        return command;
    }
}
