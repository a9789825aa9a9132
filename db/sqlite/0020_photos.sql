-- Photos, and which requests name them.
-- The same tables, columns and meaning as db/sqlserver/0020_photos.sql.

CREATE TABLE Photo (
    Id TEXT NOT NULL PRIMARY KEY,
    Owner TEXT NOT NULL,
    SourceHash TEXT NOT NULL,
    Bytes INTEGER NOT NULL,
    Status TEXT NOT NULL,
    Refusal TEXT NULL,
    ReceivedAt INTEGER NOT NULL,
    Attempts INTEGER NOT NULL,
    LargeName TEXT NULL,
    SmallName TEXT NULL,
    CollectAt INTEGER NOT NULL
) STRICT;

CREATE INDEX IX_Photo_Processing ON Photo (ReceivedAt, Id) WHERE Status = 'processing';
CREATE INDEX IX_Photo_Collect ON Photo (CollectAt, Id);

CREATE TABLE RequestPhoto (
    RequestId INTEGER NOT NULL REFERENCES ServiceRequest (Id),
    PhotoId TEXT NOT NULL,
    Owner TEXT NOT NULL,
    Device TEXT NULL,
    Number INTEGER NOT NULL,
    EventNumber INTEGER NOT NULL,
    LapsesAt INTEGER NOT NULL,
    ReleasedAt INTEGER NULL,
    PRIMARY KEY (RequestId, PhotoId)
) STRICT;

CREATE INDEX IX_RequestPhoto_Photo ON RequestPhoto (PhotoId, RequestId);
