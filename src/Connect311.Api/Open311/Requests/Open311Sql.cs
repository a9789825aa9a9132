using Connect311.Api.Databases;

namespace Connect311.Api.Open311.Requests;

/// <summary>
/// Which requests a list names. A confidential one is in none, nor one that waits for an operator; and where a request is can be asked only
/// of such as publish that.
/// </summary>
internal sealed partial record Open311Sql
{
    /// <summary>The ids of a page of what came in within a time, the newest first. The time drives; all else narrows it.</summary>
    [Parameters(typeof(ListParameters))]
    public required string Newest { get; init; }

    /// <summary>A page of what came in within a time, the oldest first. The time drives; it begins with what the page before ended with.</summary>
    [Parameters(typeof(OldestParameters))]
    public required string Oldest { get; init; }

    /// <summary>The ids of a page of what changed within a time, what changed last first. The time drives; all else narrows it.</summary>
    [Parameters(typeof(ChangedParameters))]
    public required string Changed { get; init; }

    /// <summary>What was written with some requests. Only asked of types that publish it.</summary>
    [Parameters(typeof(DescriptionsParameters))]
    public required string Descriptions { get; init; }

    public static Open311Sql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal record ListParameters
    {
        /// <summary>The first moment of the time.</summary>
        public required DateTimeOffset Since { get; init; }

        /// <summary>The last.</summary>
        public required DateTimeOffset Until { get; init; }

        /// <summary>Whether it is open; null for both.</summary>
        public bool? IsOpen { get; init; }

        /// <summary>A JSON array of codes; null for all.</summary>
        public string? ServiceTypes { get; init; }

        /// <summary>A JSON array of codes; null for all.</summary>
        public string? Departments { get; init; }

        /// <summary>A pattern of <see cref="ServiceRequests.AreaList"/>; null for anywhere.</summary>
        public string? Area { get; init; }

        /// <summary>The edges of a box, in degrees; null for anywhere.</summary>
        public double? South { get; init; }

        public double? West { get; init; }

        public double? North { get; init; }

        public double? East { get; init; }

        /// <summary>So far from a point at most, in metres; null for anywhere.</summary>
        public double? Metres { get; init; }

        public double? Latitude { get; init; }

        public double? Longitude { get; init; }

        /// <summary>The metres of a degree north and of one east, there.</summary>
        public double? MetresNorth { get; init; }

        public double? MetresEast { get; init; }

        /// <summary>How many come before the page.</summary>
        public int Skip { get; init; }

        /// <summary>How many the page has.</summary>
        public required int Take { get; init; }
    }

    internal sealed record ChangedParameters : ListParameters
    {
        public ChangedParameters()
        {
        }

        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public ChangedParameters(ListParameters list)
            : base(list)
        {
        }

        /// <summary>When it came in at the earliest; null for any time.</summary>
        public DateTimeOffset? ReceivedSince { get; init; }

        /// <summary>When it came in at the latest; null for any time.</summary>
        public DateTimeOffset? ReceivedUntil { get; init; }
    }

    /// <param name="Since">The first moment of the time.</param>
    /// <param name="Until">The last.</param>
    /// <param name="AfterId">Of the first moment, those behind it alone; 0 for all.</param>
    /// <param name="Departments">A JSON array of codes; null for all.</param>
    /// <param name="Area">A pattern of <see cref="ServiceRequests.AreaList"/>; null for anywhere.</param>
    /// <param name="Take">How many the page has.</param>
    internal sealed record OldestParameters(DateTimeOffset Since, DateTimeOffset Until, long AfterId, string? Departments, string? Area, int Take);

    /// <param name="Ids">A JSON array of ids.</param>
    internal sealed record DescriptionsParameters(string Ids);
}
