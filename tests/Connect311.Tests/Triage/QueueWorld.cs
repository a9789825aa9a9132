using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Claims;

namespace Connect311.Tests.Triage;

/// <summary>A queue and, beside it in memory, what is in it: asked the same question, both must give the same.</summary>
internal sealed class QueueWorld(Database database, string department, Random random)
{
    public const string Word = "50%_[x]\\'";

    /// <summary>What operators see of others.</summary>
    private static readonly string[] Departments = ["own", "own", "own", "own", "other"];

    private static readonly string[] Statuses =
        [RequestStatus.Assigned, RequestStatus.Acknowledged, RequestStatus.InProgress, RequestStatus.Waiting, RequestStatus.Closed];

    private readonly ClaimNode _claims = new(database);
    private readonly QueueStore _store = new(database, new());

    /// <summary>Where the queue is that is asked: the operators' own for <c>311</c>.</summary>
    public string Department => department;

    public Dictionary<long, Known> All { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A request of any kind; rarely one of another department.</summary>
    public async Task AddAsync()
    {
        var row = (await database.StoredAsync(TestRequests.NewRequest(
            description: random.Next(4) == 0 ? $"A {Word} hole" : "A hole",
            change: Anything))).Row;
        All[row.Id] = new(row);
        if (random.Next(3) == 0 && RequestStatus.IsOpen(row.Status))
        {
            All[row.Id].Assignee = random.Next(2) == 0 ? "ana" : "ben";
            Assert.True(await _claims.TakeAsync(row.Id, All[row.Id].Assignee!));
        }
    }

    /// <summary>Something happens to one of them.</summary>
    public async Task ChangeAsync()
    {
        var one = All.Values.ElementAt(random.Next(All.Count));
        if (!one.IsOpen)
        {
            return;
        }

        if (one.Assignee is not null)
        {
            Assert.True(await _claims.ReleaseAsync(one.Row.Id));
            one.Assignee = null;
        }
        else
        {
            Assert.True(await database.ActAsync(one.Row.Id, Lifecycle.Close, "fixed"));
            one.IsOpen = false;
        }

        one.Changed = true;
    }

    /// <summary>What was asked, from the first page to the last, with each cursor sent and read again as a client does.</summary>
    public async Task<List<QueueRow>> PagesAsync(QueueFilter filter, int limit, Func<Task>? between = null)
    {
        var all = new List<QueueRow>();
        for (QueueCursor? cursor = QueueCursor.Start; cursor is not null;)
        {
            var (rows, next) = await _store.PageAsync(filter, QueueCursor.Read(cursor.Write(filter), filter)!, limit, Token);
            Assert.True(rows.Count <= limit);
            all.AddRange(rows);
            cursor = next;
            await (between?.Invoke() ?? Task.CompletedTask);
        }

        return all;
    }

    public Task<QueueCount> CountAsync(QueueFilter filter) => _store.CountAsync(filter, Token);

    public Task<QueueRow?> FindAsync(long id, QueueFilter filter) => _store.FindAsync(new(id), filter, Token);

    /// <summary>A question of any kind.</summary>
    public QueueFilter Question(string sort)
    {
        var filter = new QueueFilter
        {
            Department = department,
            Sort = sort,
            Near = sort == QueueSort.Distance ? (40.6 + (random.NextDouble() / 5), -74 + (random.NextDouble() / 5)) : null,
            WithConfidential = random.Next(2) == 0,
            Now = TestRequests.Noon,
        };
        filter = random.Next(8) switch
        {
            0 => filter with { Queue = "night" },
            1 => filter with { ServiceType = "rodent" },
            2 => filter with { ServiceTypes = ["rodent", "graffiti"] },
            3 => filter with { Area = "borough:queens" },
            _ => filter,
        };
        filter = random.Next(8) switch
        {
            0 => filter with { Channel = Channel.Phone },
            1 => filter with { Text = Word },
            2 => filter with { Text = "MAIN st" },
            3 => filter with { Status = Statuses[random.Next(sort == QueueSort.Priority ? 5 : 4)] },
            _ => filter,
        };
        return random.Next(10) switch
        {
            0 => filter with { Assignee = "ana" },
            1 => filter with { IsUnclaimed = true },
            2 => filter with { Overdue = true },
            3 => filter with { Overdue = false },
            4 => filter with { DueWithin = 90 },
            _ => filter,
        };
    }

    /// <summary>The answer, from what is known alone.</summary>
    public IEnumerable<Known> Expected(QueueFilter filter)
    {
        var found = All.Values.Where(one => Matches(one, filter));
        return filter.Sort switch
        {
            QueueSort.Due => found.OrderBy(one => one.Due).ThenBy(one => one.Row.Id),
            QueueSort.Age => found.OrderBy(one => one.Row.ReceivedAt).ThenBy(one => one.Row.Id),
            QueueSort.Distance => found.OrderBy(one => MetresOf(one, filter)).ThenBy(one => one.Row.Id),
            _ => found.OrderByDescending(one => one.IsOpen).ThenBy(one => one.Row.Priority).ThenBy(one => one.Due).ThenBy(one => one.Row.Id),
        };
    }

    public static bool Matches(Known one, QueueFilter filter)
    {
        var row = one.Row;
        var isOwn = row.Department == filter.Department;
        var isSecret = row.Visibility == "confidential";
        return (isOwn || (filter.IsOperator && row.IsDanger && !isSecret))
            && (!isSecret || filter.WithConfidential)
            && (one.IsOpen || !filter.IsOfOpenWork)
            && (filter.Sort != QueueSort.Distance || row.Cell is not null)
            && (filter.Queue is null || row.Queue == filter.Queue)
            && (filter.Status is null || one.Status == filter.Status)
            && (filter.ServiceType is null || row.ServiceType == filter.ServiceType)
            && (filter.ServiceTypes is null || filter.ServiceTypes.Contains(row.ServiceType))
            && (filter.Area is null || AreaList.Codes(row.Areas).Contains(filter.Area))
            && (filter.Channel is null || row.Channel == filter.Channel)
            && (filter.Text is null || Holds(row.Description, filter.Text) || Holds(row.AddressText, filter.Text))
            && (filter.Assignee is null || one.Assignee == filter.Assignee)
            && (!filter.IsUnclaimed || one.Assignee is null)
            && (filter.Overdue is null || filter.Overdue == (one.Due < filter.Now))
            && (filter.DueWithin is not { } minutes || (one.Due >= filter.Now && one.Due < filter.Now.AddMinutes(minutes)));
    }

    private static bool Holds(string? text, string words) => text?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    private static double MetresOf(Known one, QueueFilter filter) =>
        GridCell.Metres(filter.Near!.Value.Latitude, filter.Near.Value.Longitude, one.Row.Latitude!.Value, one.Row.Longitude!.Value);

    private RequestRow Anything(RequestRow row)
    {
        var isPlaced = random.Next(5) > 0;
        var (latitude, longitude) = (Math.Round(40.6 + (random.NextDouble() / 5), 3), Math.Round(-74 + (random.NextDouble() / 5), 3));
        return row with
        {
            Department = Departments[random.Next(Departments.Length)] == "own" ? department : department + "X",
            Queue = random.Next(3) == 0 ? "night" : null,
            ServiceType = new[] { "rodent", "graffiti", "pothole" }[random.Next(3)],
            Areas = random.Next(2) == 0 ? "|borough:queens|" : "|borough:bronx|",
            Channel = random.Next(2) == 0 ? Channel.Phone : Channel.Web,
            Status = Statuses[random.Next(Statuses.Length)],
            Priority = random.Next(1, 5),
            IsDanger = random.Next(4) == 0,
            Visibility = random.Next(5) == 0 ? "confidential" : "public",
            ReceivedAt = TestRequests.Noon.AddHours(-random.Next(4)),
            DueAt = random.Next(4) == 0 ? null : TestRequests.Noon.AddHours(random.Next(-2, 3)),
            AddressText = random.Next(3) == 0 ? "1 Main St" : null,
            Latitude = isPlaced ? latitude : null,
            Longitude = isPlaced ? longitude : null,
            Cell = isPlaced ? GridCell.Of(latitude, longitude) : null,
        };
    }

    internal sealed class Known(RequestRow row)
    {
        public RequestRow Row => row;

        public DateTimeOffset Due => row.DueAt ?? Clock.Never;

        public bool IsOpen { get; set; } = RequestStatus.IsOpen(row.Status);

        public string Status => IsOpen || !RequestStatus.IsOpen(row.Status) ? row.Status : RequestStatus.Closed;

        public string? Assignee { get; set; }

        public bool Changed { get; set; }
    }
}
