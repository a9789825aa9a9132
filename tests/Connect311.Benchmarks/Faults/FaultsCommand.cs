using System.CommandLine;

namespace Connect311.Benchmarks.Faults;

/// <summary><c>faults</c>: disks, files, locks, callers and clocks that go wrong under the server.</summary>
internal static class FaultsCommand
{
    /// <summary>All faults, each new: one holds what it did to its own server.</summary>
    /// <param name="isShort">For the tests.</param>
    public static IReadOnlyList<Fault> All(bool isShort = false) =>
    [
        new FullDisk(),
        new FileQuota(),
        new ReadOnlyFiles(),
        new DeletedFile(),
        new ReplacedFile(),
        new ReplacedForGood(),
        new LostLog(),
        new LockedFile(isShort),
        new FullChannel(),
        new SlowClients(),
        new ClockJumps(),
    ];

    public static Command Create()
    {
        var only = new Option<string[]>("--only") { Description = "The faults to try, by name. Default: all.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. All().Select(fault => fault.Name)]);
        var seed = new Option<int?>("--seed") { Description = "Makes the same load again, as far as time allows. Default: random." };
        var clients = new Option<int>("--clients") { Description = "How many clients act at once.", DefaultValueFactory = _ => 12 };
        var command = new Command("faults", "Lets disk, file, locks, callers and clock go wrong under load, and looks at the answers. Some faults need root.")
        {
            only, seed, clients,
        };
        command.SetAction((parsed, token) => RunAsync(
            parsed.GetValue(only) ?? [],
            new(parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000), parsed.GetValue(clients), IsShort: false),
            token));
        return command;
    }

    private static async Task<int> RunAsync(string[] only, FaultPlan plan, CancellationToken cancellationToken)
    {
        Console.WriteLine($"faults --seed {plan.Seed} --clients {plan.Clients}{string.Concat(only.Select(name => $" --only {name}"))}");
        var results = new List<FaultResult>();
        foreach (var fault in All().Where(fault => only.Length == 0 || only.Contains(fault.Name)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await new FaultRun(fault, plan).RunAsync();
            results.Add(result);
            Console.Error.WriteLine($"{fault.Name}: {(result.SkippedBecause ?? (result.IsMet ? "met" : "MISSED"))}");
        }

        FaultTable.Print(results);
        return results.All(result => result.IsMet || result.SkippedBecause is not null) ? 0 : 1;
    }
}
