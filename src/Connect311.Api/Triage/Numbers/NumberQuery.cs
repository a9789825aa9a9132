using System.ComponentModel;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Triage.Numbers;

/// <summary>What the numbers may be asked for.</summary>
internal sealed record NumberQuery
{
    private const string DayForm = "yyyy-MM-dd";
    private const int DefaultDays = 30;

    /// <summary>No city has requests that are older.</summary>
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    private static readonly DateOnly Latest = new(9000, 12, 31);

    [Description("By what they are grouped: `department` (by default), `serviceType`, `area`, `month` or `agent`.")]
    [FromQuery(Name = "by"), ExtensibleEnum(typeof(NumbersBy))]
    public string? By { get; init; }

    [Description("Which areas, for `by=area`, such as `borough`; the city's own set by default.")]
    [FromQuery(Name = "areaSet")]
    public string? AreaSet { get; init; }

    [Description("Only this department. Agents and supervisors get their own.")]
    [FromQuery(Name = "department")]
    public string? Department { get; init; }

    [Description("Only requests of this service type.")]
    [FromQuery(Name = "serviceType")]
    public string? ServiceType { get; init; }

    [Description("The first day on which requests came in, as `2026-05-01`, in the city's time zone; 30 days, `to` included, by default.")]
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [Description("The last day; today by default, and at most 366 days in all.")]
    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>What is asked for; faults are noted.</summary>
    public NumberQuestion Read(City city, Caller caller, DateTimeOffset now, List<Fault> faults)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, city.Catalog.City.TimeZone).DateTime);
        QueryTexts.Check("department", Department, faults);
        QueryTexts.Check("serviceType", ServiceType, faults);
        CheckKnown("department", Department, city.Catalog.Departments.ContainsKey, faults);
        CheckKnown("serviceType", ServiceType, city.Catalog.ServiceTypesByCode.ContainsKey, faults);
        var to = DayOf("to", To, faults) ?? today;
        var question = new NumberQuestion
        {
            By = OneOf("by", By, NumbersBy.Department, NumbersBy.All, faults),
            AreaSet = OneOf("areaSet", AreaSet, city.Catalog.City.AreaSet, [.. city.AreaSets.Select(set => set.Name)], faults),
            From = DayOf("from", From, faults) ?? to.AddDays(1 - DefaultDays),
            To = to,
            Department = Department ?? caller.OwnDepartment,
            ServiceType = ServiceType,
            ConfidentialOf = caller.ConfidentialOf,
        };
        CheckPeriod(question, faults);
        return question;
    }

    /// <summary>What is mistyped has no requests, and would read as if there were no work.</summary>
    private static void CheckKnown(string name, string? code, Func<string, bool> isKnown, List<Fault> faults)
    {
        if (code is not null && faults.All(fault => fault.Field != $"/{name}") && !isKnown(code))
        {
            faults.Add(new($"/{name}", FaultCodes.Undefined, "what", code));
        }
    }

    private static void CheckPeriod(NumberQuestion question, List<Fault> faults)
    {
        if (question.To < question.From)
        {
            faults.Add(new("/to", FaultCodes.TooLow, "minimum", question.From.ToString(DayForm, CultureInfo.InvariantCulture)));
        }
        else if (question.To.DayNumber - question.From.DayNumber >= NumberQuestion.MostDays)
        {
            var last = question.From.AddDays(NumberQuestion.MostDays - 1);
            faults.Add(new("/to", FaultCodes.TooHigh, "maximum", last.ToString(DayForm, CultureInfo.InvariantCulture)));
        }
    }

    private static DateOnly? DayOf(string name, string? text, List<Fault> faults)
    {
        if (text is null)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day < Earliest || day > Latest)
        {
            faults.Add(new($"/{name}", FaultCodes.InvalidFormat, "expected", "2026-05-01"));
            return null;
        }

        return day;
    }

    private static string OneOf(string name, string? text, string standard, string[] allowed, List<Fault> faults)
    {
        if (text is not null && !allowed.Contains(text))
        {
            faults.Add(new($"/{name}", FaultCodes.UnknownValue, "allowed", string.Join(", ", allowed)));
        }

        return text ?? standard;
    }
}
