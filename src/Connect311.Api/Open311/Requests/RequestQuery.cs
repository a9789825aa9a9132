using System.Globalization;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Requests;

/// <summary>Which requests a list asks for.</summary>
/// <param name="Ids">Those that are named, where there is no list.</param>
/// <param name="List">What is asked for where none are named; else null.</param>
/// <param name="IsExtended">Whether with all that is public of them.</param>
internal sealed record RequestQuery(IReadOnlyList<long> Ids, Open311Sql.ListParameters? List, bool IsExtended)
{
    public const string Extensions = "extensions";

    public const int Most = 1_000;

    private const int MostPerPage = 500;
    private const int DefaultPage = 50;
    private const int LastPage = 10_000;
    private const int MostCodes = 100;

    private static readonly string[] Trues = ["true", "1"];
    private static readonly string[] Falses = ["false", "0"];

    /// <summary>What is asked for; faults are noted with the arguments. Ids override everything else that says which.</summary>
    public static RequestQuery Read(Arguments arguments, Jurisdiction jurisdiction, DateTimeOffset now)
    {
        var isExtended = IsTrue(arguments, Extensions);
        var named = arguments.List("service_request_id", Most);
        if (named.Count > 0 || arguments.Faults.Count > 0)
        {
            // What cannot be an id is one that nothing has.
            return new([.. named.Select(IdOf).OfType<long>().Distinct()], null, isExtended);
        }

        var isOfChanges = arguments.Names.Contains("updated_after") || arguments.Names.Contains("updated_before");
        var window = isOfChanges ? Window.Read(arguments, "updated_after", "updated_before", now) : Window.Read(arguments, "start_date", "end_date", now);
        var (skip, take) = PageOf(arguments);
        var list = PlaceQuery.Add(arguments, new Open311Sql.ListParameters
        {
            Since = window.Since,
            Until = window.Until,
            IsOpen = IsOpen(arguments),
            ServiceTypes = JsonOf(CodesOf(arguments)),
            Departments = jurisdiction.DepartmentsJson,
            Area = jurisdiction.AreaPattern,
            Skip = skip,
            Take = take,
        });
        return new([], isOfChanges ? OfChanges(arguments, list) : list, isExtended);
    }

    /// <summary>Whether something is asked for by a word that says yes.</summary>
    public static bool IsTrue(Arguments arguments, string name)
    {
        var text = arguments.One(name)?.ToLowerInvariant() ?? Falses[0];
        if (!Trues.Contains(text) && !Falses.Contains(text))
        {
            arguments.Faults.Add(new($"/{name}", FaultCodes.UnknownValue, "allowed", $"{Trues[0]}, {Falses[0]}"));
        }

        return Trues.Contains(text);
    }

    /// <summary>Of a list of changes, when they came in may be said too, and is no window of its own.</summary>
    private static Open311Sql.ChangedParameters OfChanges(Arguments arguments, Open311Sql.ListParameters list) => new(list)
    {
        ReceivedSince = Window.TimeOf(arguments, "start_date"),
        ReceivedUntil = Window.TimeOf(arguments, "end_date"),
    };

    private static long? IdOf(string text) => TrackingNumber.Read(text, out var number) == TrackingNumber.Reading.Readable ? number.Id : null;

    private static bool? IsOpen(Arguments arguments)
    {
        var statuses = arguments.List("status", MostCodes).Select(status => status.ToLowerInvariant()).Distinct().ToList();
        if (statuses.Exists(status => status is not (OpenRequest.Open or OpenRequest.Closed)))
        {
            arguments.Faults.Add(new("/status", FaultCodes.UnknownValue, "allowed", $"{OpenRequest.Open}, {OpenRequest.Closed}"));
        }

        return statuses.Count == 1 ? statuses[0] == OpenRequest.Open : null;
    }

    private static IReadOnlyList<string> CodesOf(Arguments arguments)
    {
        var codes = arguments.List("service_code", MostCodes);
        foreach (var code in codes)
        {
            QueryTexts.Check("service_code", code, arguments.Faults);
        }

        return codes;
    }

    /// <summary>How many come before a page, and how many it has; all that there may be in one answer where no page is asked for.</summary>
    private static (int Skip, int Take) PageOf(Arguments arguments)
    {
        if (arguments.One("page") is null && arguments.One("page_size") is null)
        {
            return (0, Most);
        }

        var size = NumberOf(arguments, "page_size", MostPerPage) ?? DefaultPage;
        return (((NumberOf(arguments, "page", LastPage) ?? 1) - 1) * size, size);
    }

    private static int? NumberOf(Arguments arguments, string name, int most)
    {
        if (arguments.One(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        arguments.Faults.Add(new($"/{name}", FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = 1, ["maximum"] = most }));
        return null;
    }

    private static string? JsonOf(IReadOnlyList<string> codes) => codes.Count == 0 ? null : JsonSerializer.Serialize(codes, Json.Options);
}
