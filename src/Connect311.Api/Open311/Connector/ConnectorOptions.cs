using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Open311.Connector;

/// <summary>Whether, and how often, this node speaks with departments' own systems.</summary>
internal sealed class ConnectorRunOptions
{
    public const string Section = "Connector";

    /// <summary>Whether this node does it at all; one of several nodes is enough. Default true.</summary>
    public bool Run { get; init; } = true;

    /// <summary>How long it waits between two looks, in seconds. Default 5.</summary>
    [Range(1, 3_600)]
    public int Seconds { get; init; } = 5;

    /// <summary>After how many tries an event is dead. Default 14, which is about a day and a half.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 14;

    /// <summary>For how many days it is kept what was sent, or could not be; then <c>retention run</c> deletes it. Default 30.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; init; } = 30;
}

/// <summary>The system of one department, which speaks Open311 GeoReport v2.</summary>
internal sealed class ConnectorOptions
{
    public const string Section = "Connectors";

    public const string Json = "json";
    public const string Xml = "xml";

    /// <summary>Where its methods stand, such as <c>https://parks.example.org/open311/v2</c>.</summary>
    [Required]
    public Uri? Endpoint { get; init; }

    /// <summary>The key that it gave us; none is sent where absent.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Its <c>jurisdiction_id</c>; none is sent where absent.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>What it calls our service types, by their codes; one that is not named has the same code there.</summary>
    public Dictionary<string, string> ServiceCodes { get; init; } = [];

    /// <summary><c>json</c> or <c>xml</c>. Default <c>json</c>.</summary>
    [AllowedValues(Json, Xml)]
    public string Format { get; init; } = Json;

    /// <summary>How often its updates are fetched, in seconds; 0 for never, where it sends them. Default 60.</summary>
    [Range(0, 86_400)]
    public int FetchSeconds { get; init; } = 60;

    /// <summary>How far each fetching looks back behind the one before, in seconds: for updates that its clock or its commits date back. Default 600.</summary>
    [Range(0, 86_400)]
    public int OverlapSeconds { get; init; } = 600;

    /// <summary>Our outcome for each of its codes (<c>external_status_code</c>) or statuses (<c>no_further_action</c>, ...).</summary>
    public Dictionary<string, string> Outcomes { get; init; } = [];

    /// <summary>Whether name, mail, phone and apartment of whoever reported it go too. Default false.</summary>
    public bool SendContact { get; init; }

    /// <summary>Whether later events go too (<c>POST servicerequestupdates</c>). Default true.</summary>
    public bool SendUpdates { get; init; } = true;

    /// <summary>Whether the public reads its words; otherwise they are for staff. Default false.</summary>
    public bool PublishUpdates { get; init; }

    /// <summary>
    /// Whether it takes a request once that comes twice with the same <c>Idempotency-Key</c> or <c>client_request_id</c>, as this program
    /// does. Where it does not, its requests are searched before one is sent again. Default false.
    /// </summary>
    public bool Deduplicates { get; init; }

    /// <summary>Whether it may lie in a private network, and be spoken to without TLS. Default false.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>How many calls it gets at once. Default 4.</summary>
    [Range(1, 100)]
    public int AtOnce { get; init; } = 4;

    /// <summary>How long it may take for one call, in seconds. Default 30.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>How often a call is tried again at once, before the event waits. Default 2.</summary>
    [Range(0, 10)]
    public int Retries { get; init; } = 2;
}
