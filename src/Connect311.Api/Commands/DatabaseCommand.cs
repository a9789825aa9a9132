using System.CommandLine;
using Connect311.Api.Databases;

namespace Connect311.Api.Commands;

/// <summary><c>database</c>: the schema, for whoever runs the database.</summary>
internal static class DatabaseCommand
{
    public static Command Create() => new("database", "Upgrade or check the database's schema, or print the upgrade.")
    {
        Upgrade(),
        Check(),
        Script(),
    };

    private static Command Upgrade()
    {
        var command = new Command("upgrade", "Bring the database to this program's schema; needs the right to change it.");
        command.SetAction((_, token) => CommandHost.RunAsync(
            async (services, cancellation) =>
            {
                var scripts = await services.GetRequiredService<SchemaUpgrade>().RunAsync(cancellation);
                foreach (var script in scripts)
                {
                    Console.WriteLine($"Applied {script.Name}");
                }

                Console.WriteLine($"The database {services.GetRequiredService<Database>().DisplayName} is up to date.");
                return 0;
            },
            token));
        return command;
    }

    private static Command Check()
    {
        var command = new Command("check", "Say whether this program can work with the database.");
        command.SetAction((_, token) => CommandHost.RunAsync(
            async (services, cancellation) =>
            {
                await services.GetRequiredService<SchemaUpgrade>().CheckAsync(cancellation);
                Console.WriteLine($"The database {services.GetRequiredService<Database>().DisplayName} is ready.");
                return 0;
            },
            token));
        return command;
    }

    private static Command Script()
    {
        var engine = new Option<DatabaseEngine>("--engine")
        {
            Description = "The engine to print for.",
            DefaultValueFactory = _ => DatabaseEngine.SqlServer,
        };
        var after = new Option<int>("--after") { Description = "The schema number that the database has; 0 for a new one." };
        var command = new Command("script", "Print the upgrade, for a DBA to read and run.") { engine, after };
        command.SetAction(parsed =>
        {
            foreach (var line in SchemaScripts.ForDba(parsed.GetValue(engine), parsed.GetValue(after)))
            {
                Console.WriteLine(line);
            }

            return 0;
        });
        return command;
    }
}
