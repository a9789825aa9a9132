using Connect311.Benchmarks;
using Connect311.Benchmarks.State;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Benchmarks;

/// <summary>An audit that finds nothing proves nothing, unless it finds what is wrong.</summary>
public sealed class StateAuditTests : IDisposable
{
    private readonly TestApplication _application = new();

    [Theory]
    [InlineData("UPDATE FeedPosition SET Position = Position + 1", StateAudit.Gap)]
    [InlineData("UPDATE ServiceRequestEvent SET Position = Position + 1 WHERE Position = 2", StateAudit.Gap)]
    [InlineData("UPDATE ServiceRequestEvent SET At = At + 1 WHERE Position = 1", StateAudit.Chain)]
    [InlineData("UPDATE ServiceRequestEvent SET PreviousHash = 'x' WHERE Position = 1", StateAudit.Chain)]
    [InlineData("UPDATE EventDetail SET Content = '{}' WHERE Position = 1", StateAudit.Chain)]
    [InlineData("UPDATE ServiceRequest SET Status = 'closed'", StateAudit.State)]
    [InlineData("UPDATE ServiceRequest SET Version = 2", StateAudit.State)]
    [InlineData("UPDATE ServiceRequest SET ClosedAt = 1", StateAudit.State)]
    [InlineData("UPDATE ServiceRequest SET AcknowledgedAt = 1", StateAudit.State)]
    [InlineData("INSERT INTO Closing SELECT Id, 2, 0, 'DOT', 'ana', 0, 0, 0, NULL, NULL, NULL FROM ServiceRequest", StateAudit.State)]
    [InlineData("UPDATE ServiceRequest SET Queue = 'night'", StateAudit.State)]
    [InlineData("UPDATE ServiceRequest SET DueAt = 1", StateAudit.State)]
    [InlineData("UPDATE ServiceRequest SET Latitude = 40", StateAudit.State)]
    [InlineData("UPDATE ServiceRequest SET AddressText = 'Main St'", StateAudit.State)]
    [InlineData("UPDATE ServiceRequest SET ProposedDepartment = 'DEP'", StateAudit.State)]
    [InlineData("DELETE FROM EventDetail WHERE Position = 2", StateAudit.Half)]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM ServiceRequestEvent WHERE Position = 2", StateAudit.Half)]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM ServiceRequest", StateAudit.Half)]
    [InlineData("PRAGMA foreign_keys = OFF; INSERT INTO Outbox VALUES (1, 1, 'notify', 0, 0, 0)", StateAudit.Half)]
    [InlineData("INSERT INTO Delivery SELECT 1, 's', 'fcm', Id, 9, 'closed', 'waiting', 0, 0, 0, NULL, NULL FROM ServiceRequest LIMIT 1", StateAudit.Half)]
    [InlineData("INSERT INTO Delivery SELECT p, 's', 'fcm', Id, 1, 'closed', 'waiting', 0, 0, 0, NULL, NULL FROM (SELECT 1 AS p UNION ALL SELECT 2) JOIN (SELECT Id FROM ServiceRequest LIMIT 1)", StateAudit.State)]
    [InlineData("UPDATE DeliveryFeed SET Position = 0; INSERT INTO Delivery SELECT Position, 's', 'fcm', RequestId, Number, 'closed', 'waiting', 0, 0, 0, NULL, NULL FROM ServiceRequestEvent LIMIT 1", StateAudit.Gap)]
    [InlineData("UPDATE DeliveryFeed SET Position = 99", StateAudit.Gap)]
    [InlineData("INSERT INTO Delivery SELECT Position, 's', 'fcm', RequestId, Number, 'closed', 'sent', 0, 0, 0, NULL, NULL FROM ServiceRequestEvent LIMIT 1", StateAudit.State)]
    [InlineData("INSERT INTO Subscription (Id, Target, AddressHash, SealedAddress, Language, Asked, AskedAt, EndedAt) VALUES ('s', 'fcm', 'h', 'x', 'en', 0, 0, 1)", StateAudit.State)]
    [InlineData("INSERT INTO Subscription (Id, Target, AddressHash, Language, Asked, AskedAt) VALUES ('s', 'fcm', 'h', 'en', 0, 0)", StateAudit.Half)]
    [InlineData("INSERT INTO Photo (Id, Owner, SourceHash, Bytes, Status, ReceivedAt, Attempts, CollectAt) VALUES ('p', 'a', 'h', 1, 'ready', 0, 0, 1)", StateAudit.State)]
    [InlineData("INSERT INTO Photo (Id, Owner, SourceHash, Bytes, Status, ReceivedAt, Attempts, CollectAt) VALUES ('p', 'a', 'h', 1, 'processing', 0, 0, 253402214400000)", StateAudit.State)]
    [InlineData("INSERT INTO RequestPhoto SELECT Id, 'p', 'a', NULL, 1, 1, 9, 5 FROM ServiceRequest LIMIT 1", StateAudit.Half)]
    [InlineData("INSERT INTO RequestPhoto SELECT Id, 'p', 'a', NULL, 1, 7, 9, NULL FROM ServiceRequest LIMIT 1", StateAudit.Half)]
    [InlineData("INSERT INTO Closing SELECT Id, 2, 0, 'DOT', 'ana', 0, 0, 0, 5, NULL, 1 FROM ServiceRequest", StateAudit.Half)]
    public async Task The_audit_finds(string damage, string kind)
    {
        await SubmitTwoAsync();
        Assert.Equal(0, Audit().Total);

        using (var connection = new SqliteConnection($"Data Source={_application.DatabaseFile};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = damage;
            command.ExecuteNonQuery();
        }

        Assert.True(Audit().Of(kind) > 0, kind);
    }

    public void Dispose() => _application.Dispose();

    private async Task SubmitTwoAsync()
    {
        using var app = _application.App();
        await app.SubmittedAsync(Calls.Pothole);
        await app.SubmittedAsync(Calls.Pothole);
    }

    private Anomalies Audit()
    {
        var anomalies = new Anomalies();
        new StateAudit(_application.DatabaseFile, anomalies).Continue();
        return anomalies;
    }
}
