-- Phones without an account: which reports are on which, and how they move to another phone.
-- The same tables, columns and meaning as db/sqlserver/0019_devices.sql.

CREATE TABLE Device (
    Id TEXT NOT NULL PRIMARY KEY,
    KeyHash TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    LastSeenAt INTEGER NOT NULL,
    Phone INTEGER NOT NULL,
    Generation INTEGER NOT NULL,
    Phones INTEGER NOT NULL,
    LinkCount INTEGER NOT NULL,
    RevokedAt INTEGER NULL
) STRICT;

CREATE UNIQUE INDEX UX_Device_Key ON Device (KeyHash);
CREATE INDEX IX_Device_LastSeen ON Device (LastSeenAt, Id);

CREATE TABLE DeviceLink (
    DeviceId TEXT NOT NULL,
    RequestId INTEGER NOT NULL REFERENCES ServiceRequest (Id),
    IsLinked INTEGER NOT NULL,
    Position INTEGER NOT NULL,
    Number INTEGER NOT NULL,
    PRIMARY KEY (DeviceId, RequestId)
) STRICT;

CREATE TABLE DeviceMove (
    Locator TEXT NOT NULL PRIMARY KEY,
    DeviceId TEXT NOT NULL,
    SecretHash TEXT NOT NULL,
    ExpiresAt INTEGER NOT NULL,
    TriesLeft INTEGER NOT NULL,
    ClaimKeyHash TEXT NULL,
    Phone INTEGER NULL
) STRICT;

CREATE UNIQUE INDEX UX_DeviceMove_Device ON DeviceMove (DeviceId);
CREATE INDEX IX_DeviceMove_Expires ON DeviceMove (ExpiresAt);
