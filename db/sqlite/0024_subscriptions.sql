-- Who is told what becomes of a report, and what was sent to whom.
-- The same tables, columns and meaning as db/sqlserver/0024_subscriptions.sql.

CREATE TABLE Subscription (
    Id TEXT NOT NULL PRIMARY KEY,
    Target TEXT NOT NULL,
    RequestId INTEGER NULL REFERENCES ServiceRequest (Id),
    AddressHash TEXT NOT NULL,
    SealedAddress TEXT NULL,
    Language TEXT NOT NULL,
    Topics TEXT NULL,
    QuietFrom INTEGER NULL,
    QuietUntil INTEGER NULL,
    TimeZone TEXT NULL,
    Asked INTEGER NOT NULL,
    AskedAt INTEGER NOT NULL,
    ConfirmedAt INTEGER NULL,
    EndedAt INTEGER NULL
) STRICT;

CREATE INDEX IX_Subscription_Request ON Subscription (RequestId);
CREATE INDEX IX_Subscription_Address ON Subscription (AddressHash, AskedAt);
CREATE INDEX IX_Subscription_Pending ON Subscription (EndedAt, ConfirmedAt, AskedAt);

CREATE TABLE Delivery (
    Position INTEGER NOT NULL,
    SubscriptionId TEXT NOT NULL,
    Target TEXT NOT NULL,
    RequestId INTEGER NOT NULL,
    EventNumber INTEGER NOT NULL,
    Topic TEXT NOT NULL,
    State TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    NextAttemptAt INTEGER NOT NULL,
    Attempts INTEGER NOT NULL,
    Failure TEXT NULL,
    DoneAt INTEGER NULL,
    PRIMARY KEY (Position, SubscriptionId)
) STRICT;

CREATE INDEX IX_Delivery_Due ON Delivery (NextAttemptAt, Position, SubscriptionId);
CREATE INDEX IX_Delivery_State ON Delivery (State, Position, SubscriptionId);
CREATE INDEX IX_Delivery_Done ON Delivery (DoneAt);

CREATE TABLE DeliveryFeed (
    Id INTEGER NOT NULL PRIMARY KEY,
    Position INTEGER NOT NULL
) STRICT;
INSERT INTO DeliveryFeed (Id, Position)
SELECT 1, Position
FROM FeedPosition
WHERE Id = 1;

-- What was never sent is not sent years later.
DELETE FROM Outbox
WHERE Kind = 'notify';

CREATE INDEX IX_DeviceLink_Request ON DeviceLink (RequestId, DeviceId);
