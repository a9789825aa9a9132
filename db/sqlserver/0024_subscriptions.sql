-- Who is told what becomes of a report, and what was sent to whom.

-- Id: that of the device, or (where RequestId is set) made of the request, the target and the address: each of them is one subscription.
-- Target: email, sms, webpush, apns or fcm. AddressHash: under the key of contacts. SealedAddress: what is sent to, encrypted; null once it ended.
-- Topics: the events that were chosen, with commas between; null for all. QuietFrom, QuietUntil: minutes of the day, by the clock of TimeZone.
-- Asked, AskedAt: how often the address was asked to confirm, and when last. Only what is confirmed and not ended is told of events.
CREATE TABLE Subscription (
    Id nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_Subscription PRIMARY KEY,
    Target nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestId bigint NULL CONSTRAINT FK_Subscription_ServiceRequest REFERENCES ServiceRequest (Id),
    AddressHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SealedAddress nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
    Language nvarchar(35) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Topics nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    QuietFrom int NULL,
    QuietUntil int NULL,
    TimeZone nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    Asked int NOT NULL,
    AskedAt datetime2(3) NOT NULL,
    ConfirmedAt datetime2(3) NULL,
    EndedAt datetime2(3) NULL
);
GO
CREATE INDEX IX_Subscription_Request ON Subscription (RequestId);
GO
CREATE INDEX IX_Subscription_Address ON Subscription (AddressHash, AskedAt);
GO
CREATE INDEX IX_Subscription_Pending ON Subscription (EndedAt, ConfirmedAt, AskedAt);
GO

-- One event for one subscription, once. Position: of the event; below 0 the how manieth asking to confirm.
-- State: waiting, sending, sent, dead or dropped. NextAttemptAt: while it waits or is sent; else 9999-12-31. Failure: why it did not go, as a code.
CREATE TABLE Delivery (
    Position bigint NOT NULL,
    SubscriptionId nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Target nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestId bigint NOT NULL,
    EventNumber int NOT NULL,
    Topic nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    State nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    NextAttemptAt datetime2(3) NOT NULL,
    Attempts int NOT NULL,
    Failure nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    DoneAt datetime2(3) NULL,
    CONSTRAINT PK_Delivery PRIMARY KEY (Position, SubscriptionId)
);
GO
CREATE INDEX IX_Delivery_Due ON Delivery (NextAttemptAt, Position, SubscriptionId);
GO
CREATE INDEX IX_Delivery_State ON Delivery (State, Position, SubscriptionId);
GO
CREATE INDEX IX_Delivery_Done ON Delivery (DoneAt);
GO

-- One row: up to which position events became deliveries. What happened before the upgrade is told to nobody.
CREATE TABLE DeliveryFeed (
    Id int NOT NULL CONSTRAINT PK_DeliveryFeed PRIMARY KEY,
    Position bigint NOT NULL
);
GO
INSERT INTO DeliveryFeed (Id, Position)
SELECT 1, Position
FROM FeedPosition
WHERE Id = 1;
GO

-- What was never sent is not sent years later.
DELETE FROM Outbox
WHERE Kind = 'notify';
GO
CREATE INDEX IX_DeviceLink_Request ON DeviceLink (RequestId, DeviceId);
GO
