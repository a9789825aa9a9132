namespace Connect311.Benchmarks.Day;

/// <summary>What a day is to be.</summary>
/// <param name="Reports">How many reports come in at most, the first of the file.</param>
/// <param name="Data">A file of New York's reports; null for the sample.</param>
/// <param name="Bug">Runs a server that forgets some of what it acknowledged.</param>
internal sealed record DayPlan(int Reports, int Seed, string? Data = null, bool Bug = false)
{
    /// <summary>As many calls are under way at once.</summary>
    public const int AtOnce = 32;

    /// <summary>In which reports come in.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(24);

    /// <summary>How long the night shift goes on behind it: what residents do not answer within a day expires then.</summary>
    public static readonly TimeSpan NightShift = TimeSpan.FromHours(2);

    private const int ManyReports = 20_000;
    private const int SomeReports = 2_000;
    private const int ReportsAnAgent = 800;
    private const int FewestAgents = 20;
    private const int MostAgents = 125;

    /// <summary>How many departments have staff: the largest of the file.</summary>
    public const int Departments = 10;

    /// <summary>By how much the clock is moved on at once.</summary>
    public TimeSpan Tick => TimeSpan.FromMinutes(Reports >= ManyReports ? 1 : Reports >= SomeReports ? 5 : 10);

    public int Ticks => (int)((Length + NightShift) / Tick);

    /// <summary>How many agents there are about; a department has its share of the reports in them, and two at least.</summary>
    public int Agents => Math.Clamp(Reports / ReportsAnAgent, FewestAgents, MostAgents);

    /// <summary>
    /// How long an agent takes for a step. No city closes as much in a day as ten days bring in: six steps for ten reports
    /// are made, of which a closing needs four or so.
    /// </summary>
    public TimeSpan PaceOf(int agents) => (Length + NightShift) * agents / ((0.6 * Reports) + 1_000);
}

/// <summary>How long calls took.</summary>
internal sealed class CallTimes
{
    private readonly Lock _lock = new();
    private readonly List<double> _milliseconds = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _milliseconds.Count;
            }
        }
    }

    public void Add(TimeSpan time)
    {
        lock (_lock)
        {
            _milliseconds.Add(time.TotalMilliseconds);
        }
    }

    /// <summary>In milliseconds; 0 where there was none.</summary>
    public double Percentile(double percent)
    {
        lock (_lock)
        {
            return _milliseconds.Count == 0 ? 0 : Measures.Percentile.Of(_milliseconds, percent);
        }
    }
}
