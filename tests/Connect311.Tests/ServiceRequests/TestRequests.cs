using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Devices;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;

namespace Connect311.Tests.ServiceRequests;

/// <summary>Requests as intake makes them, with defaults for whatever a test does not care about.</summary>
internal static class TestRequests
{
    public static readonly DateTimeOffset Noon = TestApplication.Noon;

    private static long _lastId = 10_000_000;

    public static long NextId() => Interlocked.Increment(ref _lastId);

    /// <param name="key">The client's key; null for a report without one.</param>
    /// <param name="meaning">What the body says, for a key that is used again.</param>
    /// <param name="change">Changes the row, which stands as it is otherwise.</param>
    public static NewRequest NewRequest(
        string? key = null,
        string meaning = "a pothole",
        string serviceType = "street-condition.pothole",
        string? description = "Deep pothole.",
        DateTimeOffset? receivedAt = null,
        bool wantsNotice = false,
        Func<RequestRow, RequestRow>? change = null)
    {
        var id = NextId();
        var at = receivedAt ?? Noon;
        var row = new RequestRow
        {
            Id = id,
            KeyHash = IdempotencyKey.HashOf("test", key),
            BodyHash = IdempotencyKey.HashOf("meaning", meaning),
            ServiceType = serviceType,
            Visibility = "public",
            CatalogVersion = 1,
            Channel = Channel.Mobile,
            Department = "DOT",
            RoutingRule = "street",
            RuleSetVersion = 1,
            Status = RequestStatus.Assigned,
            Priority = 3,
            ReceivedAt = at,
            Description = description,
            Areas = "|borough:brooklyn|",
            EventCount = 1,
            HeadHash = "",
        };
        row = change?.Invoke(row) ?? row;
        var first = FirstEvent(row);
        return new(
            row with { HeadHash = first.Hash },
            first,
            SubmittedData.Read(first.Data),
            wantsNotice ? new ContactRow(id, "secret", null, null, true) : null,
            wantsNotice ? [new OutboxRow(id, 1, OutboxKind.Notify, at)] : [],
            key is not null);
    }

    /// <summary>A report that comes from a device.</summary>
    public static NewRequest OnDevice(NewRequest request, string device) => request with { Link = new(device, request.Row.Id) };

    /// <summary>The id of a new device.</summary>
    public static async Task<string> DeviceAsync(this Database database) =>
        (await new DeviceStore(database, new(database, TimeProvider.System), TimeProvider.System)
            .AddAsync(IdempotencyKey.HashOf("test", null), TestContext.Current.CancellationToken)).Id;

    /// <summary>Stores one request, which must succeed.</summary>
    public static async Task<NewRequest> StoredAsync(this Database database, NewRequest request)
    {
        var outcomes = await new IntakeStore(database).StoreAsync([request], TestContext.Current.CancellationToken);
        Assert.IsType<IntakeResult.Stored>(Assert.Single(outcomes).Result);
        return request;
    }

    public static async Task<StaffRow> RowAsync(this Database database, long id)
    {
        var row = await new StaffStore(database).FindAsync(new(id), TestContext.Current.CancellationToken);
        Assert.NotNull(row);
        return row;
    }

    /// <summary>How many rows and first events carry the key of a request.</summary>
    public static Task<int> RowsOfKeyAsync(this Database database, NewRequest request) =>
        database.CountAsync(
            "SELECT COUNT(*) FROM ServiceRequest r JOIN ServiceRequestEvent e ON e.RequestId = r.Id WHERE r.KeyHash = @value;",
            request.Row.KeyHash);

    public static async Task<int> CountAsync(this Database database, string sql, object value) =>
        (await database.QueryAsync<int>(sql, new { value }, TestContext.Current.CancellationToken)).Single();

    /// <summary>When the clocks of a request are looked at next; null never.</summary>
    public static async Task<DateTimeOffset?> NextMarkAsync(this Database database, long id) =>
        (await database.FindAsync<NextMark>(
            "SELECT NextMarkAt FROM ServiceRequest WHERE Id = @id;", new { id }, TestContext.Current.CancellationToken))!.NextMarkAt;

    private sealed record NextMark
    {
        public DateTimeOffset? NextMarkAt { get; init; }
    }

    private static EventRow FirstEvent(RequestRow row) => EventChain.Append(
        row.Id,
        1,
        EventChain.Start,
        new(
            EventKind.Submitted,
            row.ReceivedAt,
            NewEvent.Json(new SubmittedData
            {
                ServiceType = row.ServiceType ?? "",
                Channel = row.Channel,
                Status = row.Status,
                Department = row.Department,
                Queue = row.Queue,
                Priority = row.Priority,
                Rule = row.RoutingRule,
                RuleSetVersion = row.RuleSetVersion,
                CatalogVersion = row.CatalogVersion,
                DueAt = row.DueAt,
                Clocks = row.Targets is null ? null : new() { AcknowledgeDueAt = row.AcknowledgeDueAt, InspectDueAt = row.InspectDueAt, Targets = row.Targets },
            }),
            new Dictionary<string, string>
            {
                ["actor"] = "test",
                ["description"] = row.Description ?? "",
                ["number"] = row.Id.ToString(CultureInfo.InvariantCulture),
            }));
}
