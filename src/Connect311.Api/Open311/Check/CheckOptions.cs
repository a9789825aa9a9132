namespace Connect311.Api.Open311.Check;

/// <summary>What is checked, and how.</summary>
internal sealed record CheckOptions
{
    /// <summary>The base URL of an endpoint, or the URL of its discovery document.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>When the check runs: windows of time are counted back from it.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Is sent along with every call; null for an endpoint that serves one place.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>Is sent with POSTs alone, and shown nowhere.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Post reports too.</summary>
    public bool Submit { get; init; }

    /// <summary>Post them even where discovery says <c>production</c>.</summary>
    public bool Force { get; init; }

    /// <summary>A recommendation that is not kept fails.</summary>
    public bool Strict { get; init; }

    /// <summary>Null: JSON where discovery announces it.</summary>
    public bool? Json { get; init; }

    /// <summary>For one call.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Which service to report; null for one that is found.</summary>
    public string? ServiceCode { get; init; }

    /// <summary>Where to report it, latitude and longitude in degrees (WGS 84); null for a place of a request that is there.</summary>
    public (string Latitude, string Longitude)? At { get; init; }

    /// <summary>An address to report without coordinates; null for one of a request that is there.</summary>
    public string? Address { get; init; }
}
