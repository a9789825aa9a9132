using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Routing;
using Connect311.Routing.Areas;

namespace Connect311.Api.Routing.Explanations;

/// <summary>
/// A report as it was when the decision was made by which its department has it, or is proposed to; put together from what
/// is stored, as far as that is still there.
/// </summary>
internal sealed class DecidedReport
{
    private const string Description = "description";

    private static readonly string[] Members =
        [Description, CorrectedMember.Location, CorrectedMember.Address, CorrectedMember.Answers];

    private readonly DecidedRow _row;
    private readonly Dictionary<string, string> _details = [];

    /// <summary>What the report said and nobody can read any more.</summary>
    private readonly HashSet<string> _erased = [];

    public DecidedReport(DecidedRow row)
    {
        _row = row;
        var last = row.Lines[^1];
        var decidedAt = last.Decision is not RevisedData revised ? 1
            : revised.Proposed is null ? revised.DecidedAt
            : last.Number;
        var lines = row.Lines.Where(line => line.Number <= decidedAt).ToList();
        lines.ForEach(Take);
        var decision = lines[^1].Decision;
        Data = decision is RevisedData { Proposed: { } proposed } ? proposed.Over(decision) : decision;
        Submission = new()
        {
            ServiceType = Data.ServiceType,
            Description = _details.GetValueOrDefault(Description),
            Location = Read<SubmittedLocation>(CorrectedMember.Location),
            Address = _details.GetValueOrDefault(CorrectedMember.Address) is { } address ? new() { Text = address } : null,
            Answers = Read<Dictionary<string, JsonElement>>(CorrectedMember.Answers),
            ReportedAt = row.ReportedAt,
        };
    }

    /// <summary>The decision that was stored.</summary>
    public SubmittedData Data { get; }

    /// <summary>What the report said, without what was erased.</summary>
    public Submission Submission { get; }

    public bool IsImported => Data.Channel == Channel.Import;

    public bool IsErased => _erased.Count > 0;

    /// <summary>The versions that decided; the areas' own are not known of old requests.</summary>
    public CityVersions Versions => new(Data.CatalogVersion, Data.RuleSetVersion, Data.AreasVersion ?? 0);

    /// <summary>Of <see cref="RuleSubject"/> what rules might have looked at and is not there to be looked at again.</summary>
    public IEnumerable<string> Missing => _erased.Select(name => name switch
    {
        Description => RuleSubject.Description,
        CorrectedMember.Answers => RuleSubject.Answers,
        _ => null,
    }).OfType<string>();

    /// <summary>Whether it is not known where else the place may have lain.</summary>
    public bool IsPlaceUnsure => _erased.Contains(CorrectedMember.Location) || (Data.AreasVersion is null && Submission.Location?.AccuracyMetres > 0);

    /// <summary>What the rules looked at, as far as it is known.</summary>
    /// <param name="type">Its service type.</param>
    /// <param name="city">The city that decided.</param>
    public RoutingInput InputFor(ServiceType type, City city)
    {
        // Without the version of the areas it cannot be known where their boundaries were.
        var exact = Data.AreasVersion is not null || Submission.Location is not { } location
            ? Submission
            : Submission with { Location = location with { AccuracyMetres = null } };
        return RoutingInputs.Of(exact, type, AreasIn(city), Data.Channel, _row.Lines[0].At, city);
    }

    /// <summary>The priority that comes of a decision, as at intake.</summary>
    public int PriorityOf(Decision decision, ServiceType type, City city)
    {
        if (IsImported)
        {
            return decision.Priority;
        }

        // Of what was erased, or kept aside and sealed, the event still says whether it spoke of danger.
        var danger = IsErased || Data.Faults is not null ? Data.Danger : Urgency.DangerIn(Submission, type, city.Catalog);
        return Urgency.PriorityOf(decision, danger, type, Submission.ReportedAt, _row.Lines[0].At);
    }

    private IReadOnlyList<AreaHit>? AreasIn(City city)
    {
        if (Submission.Location is { } location && Data.AreasVersion is not null)
        {
            return city.AreaSets.Find(location.Latitude, location.Longitude);
        }

        return Submission.Location is null && !_erased.Contains(CorrectedMember.Location)
            ? null
            : AreaList.Hits(_row.Areas, city);
    }

    /// <summary>Takes what an event said: the first all of it, a correction what it changed.</summary>
    private void Take(DecidingLine line)
    {
        var said = JsonSerializer.Deserialize<Dictionary<string, string>>(line.Digests)!;
        var values = line.Content is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(line.Content)!;
        foreach (var member in line.Decision is RevisedData revised ? Members.Intersect(revised.Changed ?? []) : Members)
        {
            _details.Remove(member);
            _erased.Remove(member);
            if (values.TryGetValue(member, out var value))
            {
                _details[member] = value;
            }
            else if (said.ContainsKey(member))
            {
                _erased.Add(member);
            }
        }
    }

    private T? Read<T>(string name)
        where T : class => _details.TryGetValue(name, out var json) ? JsonSerializer.Deserialize<T>(json, Json.Options) : null;
}
