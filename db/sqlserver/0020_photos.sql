-- Photos, and which requests name them.

-- Id: the client's own UUID. Owner: the app, the device or the member of staff who sent it. SourceHash, Bytes: of the file as it came.
-- Status: processing, ready, refused, or gone while its files are deleted. LargeName, SmallName: the names of the files that are
-- kept, which are hashes of what they hold. CollectAt: when it is looked whether any request still names it.
CREATE TABLE Photo (
    Id nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_Photo PRIMARY KEY,
    Owner nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SourceHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Bytes int NOT NULL,
    Status nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Refusal nvarchar(30) COLLATE Latin1_General_100_BIN2 NULL,
    ReceivedAt datetime2(3) NOT NULL,
    Attempts int NOT NULL,
    LargeName nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    SmallName nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    CollectAt datetime2(3) NOT NULL
);
GO
CREATE INDEX IX_Photo_Processing ON Photo (ReceivedAt, Id) WHERE Status = 'processing';
GO
CREATE INDEX IX_Photo_Collect ON Photo (CollectAt, Id);
GO

-- A request names a photo before or after it comes; it is the request's once both are there, by the same owner or from the device of the
-- report, and in time. EventNumber: of the event that named it, 1 for the report itself, that of the closing for what staff show with it.
CREATE TABLE RequestPhoto (
    RequestId bigint NOT NULL
        CONSTRAINT FK_RequestPhoto_ServiceRequest REFERENCES ServiceRequest (Id),
    PhotoId nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Owner nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Device nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    Number int NOT NULL,
    EventNumber int NOT NULL,
    LapsesAt datetime2(3) NOT NULL,
    ReleasedAt datetime2(3) NULL,
    CONSTRAINT PK_RequestPhoto PRIMARY KEY (RequestId, PhotoId)
);
GO
CREATE INDEX IX_RequestPhoto_Photo ON RequestPhoto (PhotoId, RequestId);
GO
CREATE TYPE RequestPhotoRow AS TABLE (
    RequestId bigint NOT NULL,
    PhotoId nvarchar(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Owner nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Device nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    Number int NOT NULL,
    EventNumber int NOT NULL,
    LapsesAt datetime2(3) NOT NULL
);
GO
