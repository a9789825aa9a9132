using System.CommandLine;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Rerouting;
using Connect311.Routing.Documents;

namespace Connect311.Api.Commands;

/// <summary>Which requests a command takes.</summary>
internal static class ReapplyOptions
{
    private static readonly Option<string> Type = new("--type") { Description = "Only requests of this service type." };
    private static readonly Option<string> Group = new("--group") { Description = "Only requests of this group's service types." };
    private static readonly Option<string> Department = new("--department") { Description = "Only what this department holds now." };
    private static readonly Option<string> Area = new("--area") { Description = "Only what was found in this area, as set=code, such as borough=queens." };
    private static readonly Option<string> Status = new("--status") { Description = "Only requests with this status." };
    private static readonly Option<string> From = new("--from") { Description = "Only what was received then or later: a day of the city, or a time with its offset." };
    private static readonly Option<string> To = new("--to") { Description = "Only what was received before." };

    public static IReadOnlyList<Option> All { get; } = [Type, Group, Department, Area, Status, From, To];

    /// <exception cref="UserErrorException">A value names nothing in the city.</exception>
    public static ReapplyFilter Read(ParseResult parsed, City city)
    {
        var catalog = city.Catalog;
        return new()
        {
            ServiceType = Known(parsed.GetValue(Type), catalog.ServiceTypesByCode.ContainsKey, "service type"),
            Group = Known(parsed.GetValue(Group), code => catalog.Groups.Any(group => group.Code == code), "group"),
            Department = Known(parsed.GetValue(Department), catalog.Departments.ContainsKey, "department"),
            Area = AreaOf(parsed.GetValue(Area), city),
            Status = Known(parsed.GetValue(Status), status => RequestStatus.All.Contains(status) && RequestStatus.IsOpen(status), "status of open requests"),
            Since = TimeOf(parsed.GetValue(From), catalog.City.TimeZone),
            Before = TimeOf(parsed.GetValue(To), catalog.City.TimeZone),
        };
    }

    /// <summary>What was asked for, as the audit keeps it.</summary>
    public static Dictionary<string, string> Given(ReapplyFilter filter)
    {
        (string Name, string? Value)[] all =
        [
            ("type", filter.ServiceType), ("group", filter.Group), ("department", filter.Department), ("area", filter.Area),
            ("status", filter.Status), ("from", $"{filter.Since:O}"), ("to", $"{filter.Before:O}"),
        ];
        return all.Where(one => !string.IsNullOrEmpty(one.Value)).ToDictionary(one => one.Name, one => one.Value!);
    }

    private static string? Known(string? code, Func<string, bool> isKnown, string what) =>
        code is null || isKnown(code) ? code : throw new UserErrorException($"{code} is no {what} of this city.");

    private static string? AreaOf(string? text, City city)
    {
        if (text?.Split('=') is not { } parts)
        {
            return null;
        }

        return parts.Length == 2 && city.AreaNames.ContainsKey((parts[0], parts[1]))
            ? $"{parts[0]}:{parts[1]}"
            : throw new UserErrorException($"{text} is no area of this city. One is given as set=code, such as borough=queens.");
    }

    private static DateTimeOffset? TimeOf(string? text, TimeZoneInfo zone)
    {
        if (text is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return LocalTimes.ToUtc(day.ToDateTime(TimeOnly.MinValue), zone, out _);
        }

        return Rfc3339.TryParse(text, out var time)
            ? time
            : throw new UserErrorException($"{text} is no time. Give a day such as 2026-06-01, or a time with its offset such as 2026-06-01T14:30:00Z.");
    }
}
