-- Phones without an account: which reports are on which, and how they move to another phone.

-- KeyHash: of the app and its idempotency key. A token names the device, the phone that has it (1 for the first, one more with each move) and a
-- generation (one more with each rotation). Phone and Generation: of the newest token that was used; Phone is 0 before the first use.
-- Phones: how many phones a first token was made for. LinkCount: how often a report was added or removed by hand, in all.
-- LastSeenAt: a day. RevokedAt: from then on every token is dead.
CREATE TABLE Device (
    Id nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_Device PRIMARY KEY,
    KeyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    LastSeenAt datetime2(3) NOT NULL,
    Phone int NOT NULL,
    Generation int NOT NULL,
    Phones int NOT NULL,
    LinkCount bigint NOT NULL,
    RevokedAt datetime2(3) NULL
);
GO
CREATE UNIQUE INDEX UX_Device_Key ON Device (KeyHash);
GO
CREATE INDEX IX_Device_LastSeen ON Device (LastSeenAt, Id);
GO

-- A report on a phone, or (IsLinked 0) one that was removed from it. Position, Number: where that happened in the order of the commits: behind the
-- event of that position, as the link of that number of its device. Both are 0 for a report that came in from the phone: its first event tells of it.
CREATE TABLE DeviceLink (
    DeviceId nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestId bigint NOT NULL CONSTRAINT FK_DeviceLink_ServiceRequest REFERENCES ServiceRequest (Id),
    IsLinked bit NOT NULL,
    Position bigint NOT NULL,
    Number bigint NOT NULL,
    CONSTRAINT PK_DeviceLink PRIMARY KEY (DeviceId, RequestId)
);
GO
CREATE TYPE DeviceLinkRow AS TABLE (
    DeviceId nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestId bigint NOT NULL
);
GO

-- The code by which a device moves to another phone. Locator: its first letters; SecretHash: of all of it, under a key of the application.
-- ClaimKeyHash, Phone: who gave it, and which phone of the device that is; null before.
CREATE TABLE DeviceMove (
    Locator nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_DeviceMove PRIMARY KEY,
    DeviceId nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SecretHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ExpiresAt datetime2(3) NOT NULL,
    TriesLeft int NOT NULL,
    ClaimKeyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NULL,
    Phone int NULL
);
GO
CREATE UNIQUE INDEX UX_DeviceMove_Device ON DeviceMove (DeviceId);
GO
CREATE INDEX IX_DeviceMove_Expires ON DeviceMove (ExpiresAt);
GO
