using System.Globalization;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Triage.Rerouting;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary>What <c>routing reapply</c> says at its end.</summary>
/// <param name="IsComplete">Whether it came to the end.</param>
/// <param name="Looked">Open requests that were looked at.</param>
/// <param name="Moved">Those that go to another department.</param>
/// <param name="Requeued">Those that get another queue or priority in their department.</param>
/// <param name="Same">Those that the rules leave where they are.</param>
/// <param name="HeldByStaff">Those whose department staff chose.</param>
/// <param name="Proposed">Those that staff are asked about just now.</param>
/// <param name="UnknownType">Those whose service type the catalogue no longer has.</param>
/// <param name="Busy">Those that others changed again and again meanwhile.</param>
internal sealed record ReapplyReport(
    int RuleSetVersion,
    bool IsTrial,
    bool IsComplete,
    long Looked,
    long Moved,
    long Requeued,
    long Same,
    long HeldByStaff,
    long Proposed,
    long UnknownType,
    long Busy,
    IReadOnlyList<ReapplyReport.Move> Moves,
    IReadOnlyList<ReapplyReport.TypeCount> ServiceTypes,
    IReadOnlyList<ReapplyExample> Examples)
{
    private const int MaxTypes = 15;

    public static readonly JsonSerializerOptions Options = new(Json.Options) { WriteIndented = true };

    public static ReapplyReport Of(ReapplyTally tally, int ruleSetVersion, bool isTrial, bool isComplete) => new(
        ruleSetVersion,
        isTrial,
        isComplete,
        tally.Looked,
        tally.Moved,
        tally.Requeued,
        tally.Of(ReapplyEnding.Same),
        tally.Of(ReapplyEnding.HeldByStaff),
        tally.Of(ReapplyEnding.Proposed),
        tally.Of(ReapplyEnding.UnknownType),
        tally.Of(ReapplyEnding.Busy),
        [.. tally.Moves.Select(move => new Move(move.From, move.To, move.Count))],
        [.. tally.Types.Select(type => new TypeCount(type.ServiceType, type.Count))],
        tally.Examples);

    public static void Print(ReapplyTally tally, City city, bool isTrial)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"By version {city.Rules.Version} of the rules, of {tally.Looked:N0} open requests {tally.Moved:N0} {(isTrial ? "would go" : "went")} to another department, and {tally.Requeued:N0} to another queue or priority of theirs."));
        Say(tally.Of(ReapplyEnding.HeldByStaff), "stay where staff put or kept them");
        Say(tally.Of(ReapplyEnding.Proposed), "stay until staff have decided about what was proposed");
        Say(tally.Of(ReapplyEnding.UnknownType), "stay, for the catalogue no longer has their service type");
        Say(tally.Of(ReapplyEnding.Busy), "were being changed by others; give the command again");
        if (tally.Moved > 0)
        {
            PrintTables(tally, city);
        }

        if (isTrial)
        {
            Console.WriteLine("Nothing was changed. Give --apply to do it.");
        }
    }

    private static void PrintTables(ReapplyTally tally, City city)
    {
        var moves = ListTable.Of("From", "To", "Requests");
        foreach (var (from, to, count) in tally.Moves.OrderByDescending(move => move.Count))
        {
            moves.AddRow(Escaped(from), Escaped(to), Number(count));
        }

        var types = ListTable.Of("Service type", "Name", "Requests");
        foreach (var (type, count) in tally.Types.Take(MaxTypes))
        {
            types.AddRow(Escaped(type), Escaped(city.Catalog.ServiceTypeName(type, Texts.DefaultLanguage)), Number(count));
        }

        var examples = ListTable.Of("Such as", "Service type", "From", "To", "By rule");
        foreach (var example in tally.Examples)
        {
            examples.AddRow(example.TrackingNumber, Escaped(example.ServiceType), Escaped(example.From), Escaped(example.To), Escaped(example.Rule));
        }

        ListTable.Print(moves);
        ListTable.Print(types);
        ListTable.Print(examples);
    }

    private static void Say(long count, string what)
    {
        if (count > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}."));
        }
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => Markup.Escape(text);

    internal sealed record Move(string From, string To, long Count);

    internal sealed record TypeCount(string ServiceType, long Count);
}
