using System.CommandLine;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Routing.RuleSets;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary><c>routing list</c>: every version of the rule set, who did what, and when.</summary>
internal static class RoutingListCommand
{
    private const int PageSize = 200;

    public static Command Create()
    {
        var status = new Option<string>("--status") { Description = "Only versions with this status." };
        status.AcceptOnlyFromAmong(RuleSetStatus.Shown);
        var command = new Command("list", "List the versions of the rule set, the newest first; the published one is in force.") { status };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => RunAsync(services, parsed.GetValue(status), cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string? status, CancellationToken cancellationToken)
    {
        var ruleSets = services.GetRequiredService<RuleSetStore>();
        var table = ListTable.Of("Version", "Status", "Based on", "Made", "By", "Changed", "By", "In force since", "By", "Until");
        for (var page = await ruleSets.PageAsync(status, RuleSetStore.End, PageSize, cancellationToken);
            page.Count > 0;
            page = await ruleSets.PageAsync(status, page[^1].Version, PageSize, cancellationToken))
        {
            foreach (var version in page)
            {
                table.AddRow(
                    Number(version.Version),
                    version.Status,
                    Number(version.BasedOn),
                    Time(version.CreatedAt),
                    version.CreatedBy ?? "",
                    Time(version.UpdatedAt),
                    version.UpdatedBy ?? "",
                    Time(version.PublishedAt),
                    version.PublishedBy ?? "",
                    Time(version.ArchivedAt));
            }
        }

        ListTable.Print(table);
        if (services.GetRequiredService<CurrentCity>().Value is { StandsInFor: { } lost } city)
        {
            await Console.Error.WriteLineAsync(
                $"Rule set {lost.Version} is published and cannot be read: 'routing check {lost.Version}' says why. A server that starts now decides by {city.Rules.Version}. Publish another, or give 'routing roll-back {city.Rules.Version}'.");
        }

        return 0;
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "";
}
