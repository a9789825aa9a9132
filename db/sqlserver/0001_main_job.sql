-- The main job: catalogue, service requests, their history and what is to be sent.
-- Codes, keys and hashes compare by their bytes (BIN2); free text keeps the database's collation.
-- Times are UTC, to the millisecond. A request without a due time stores 9999-12-31.

CREATE TABLE SchemaVersion (
    Number int NOT NULL CONSTRAINT PK_SchemaVersion PRIMARY KEY,
    Name nvarchar(200) NOT NULL,
    AppliedAt datetime2(3) NOT NULL
);
GO

-- Versions of a city's files (all but the rule set); the newest is in force.
CREATE TABLE CatalogVersion (
    Version int NOT NULL CONSTRAINT PK_CatalogVersion PRIMARY KEY,
    ContentHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LoadedAt datetime2(3) NOT NULL
);
GO

-- The files as they were loaded, in parts of at most 4,000 characters; rule-set.json under its own versions.
CREATE TABLE CityFile (
    Name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Version int NOT NULL,
    Part int NOT NULL,
    Content nvarchar(4000) NOT NULL,
    CONSTRAINT PK_CityFile PRIMARY KEY (Version, Name, Part)
);
GO

-- Status: draft, published, archived. One is published.
CREATE TABLE RuleSet (
    Version int NOT NULL CONSTRAINT PK_RuleSet PRIMARY KEY,
    Status nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    PublishedAt datetime2(3) NULL
);
GO

-- Tracking numbers are taken in blocks of 1,000; gaps are normal, numbers are never used again.
CREATE SEQUENCE RequestNumber AS bigint START WITH 1000000 INCREMENT BY 1000;
GO

CREATE TABLE ServiceRequest (
    Id bigint NOT NULL CONSTRAINT PK_ServiceRequest PRIMARY KEY,
    KeyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    BodyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ServiceType nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ServiceTypeText nvarchar(400) NULL,
    Visibility nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CatalogVersion int NOT NULL,
    Channel nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Queue nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    RoutingRule nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RuleSetVersion int NOT NULL,
    Status nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IsOpen bit NOT NULL,
    Priority int NOT NULL,
    IsDanger bit NOT NULL,
    ReceivedAt datetime2(3) NOT NULL,
    ReportedAt datetime2(3) NULL,
    DueAt datetime2(3) NOT NULL,
    UpdatedAt datetime2(3) NOT NULL,
    ClosedAt datetime2(3) NULL,
    Outcome nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    Description nvarchar(4000) NULL,
    Answers nvarchar(max) NULL,
    PhotoIds nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    Latitude float NULL,
    Longitude float NULL,
    AccuracyMetres float NULL,
    LocationSource nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    AddressText nvarchar(500) NULL,
    Areas nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Cell bigint NULL,
    PublicLatitude float NULL,
    PublicLongitude float NULL,
    PublicPlace nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    Aside nvarchar(max) NULL,
    Assignee nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    ClaimToken bigint NULL,
    ClaimedUntil datetime2(3) NULL,
    Version int NOT NULL,
    EventCount int NOT NULL,
    HeadHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL
);
GO

CREATE UNIQUE INDEX UX_ServiceRequest_KeyHash ON ServiceRequest (KeyHash);
GO
CREATE INDEX IX_ServiceRequest_Queue ON ServiceRequest (Department, IsOpen, Priority, DueAt, Id);
GO
CREATE INDEX IX_ServiceRequest_Danger ON ServiceRequest (IsOpen, Priority, DueAt, Id) WHERE IsDanger = 1;
GO
CREATE INDEX IX_ServiceRequest_Cell ON ServiceRequest (Cell);
GO

-- Name, mail, phone and apartment, encrypted; looked up by keyed hash.
CREATE TABLE Contact (
    RequestId bigint NOT NULL CONSTRAINT PK_Contact PRIMARY KEY
        CONSTRAINT FK_Contact_ServiceRequest REFERENCES ServiceRequest (Id),
    Content nvarchar(max) NOT NULL,
    EmailHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NULL,
    PhoneHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NULL,
    WantsNotice bit NOT NULL
);
GO

-- What must be sent because of an event; it is written in the event's own transaction.
CREATE TABLE Outbox (
    RequestId bigint NOT NULL CONSTRAINT FK_Outbox_ServiceRequest REFERENCES ServiceRequest (Id),
    EventNumber int NOT NULL,
    Kind nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    NextAttemptAt datetime2(3) NOT NULL,
    Attempts int NOT NULL,
    CONSTRAINT PK_Outbox PRIMARY KEY (RequestId, EventNumber, Kind)
);
GO

-- One row; its lock makes the order of commits the order of positions.
CREATE TABLE FeedPosition (
    Id int NOT NULL CONSTRAINT PK_FeedPosition PRIMARY KEY,
    Position bigint NOT NULL
);
GO
INSERT INTO FeedPosition (Id, Position) VALUES (1, 0);
GO

-- Append-only. Data holds codes and times; Digests holds salted digests of everything personal or free.
CREATE TABLE ServiceRequestEvent (
    Position bigint NOT NULL CONSTRAINT PK_ServiceRequestEvent PRIMARY KEY,
    RequestId bigint NOT NULL CONSTRAINT FK_ServiceRequestEvent_ServiceRequest REFERENCES ServiceRequest (Id),
    Number int NOT NULL,
    Kind nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    At datetime2(3) NOT NULL,
    Data nvarchar(4000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Digests nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PreviousHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Hash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL
);
GO
CREATE UNIQUE INDEX UX_ServiceRequestEvent_Request ON ServiceRequestEvent (RequestId, Number);
GO

-- The values behind the digests, with their salt. Erasing both keeps the chain valid.
CREATE TABLE EventDetail (
    Position bigint NOT NULL CONSTRAINT PK_EventDetail PRIMARY KEY,
    Salt nvarchar(43) COLLATE Latin1_General_100_BIN2 NULL,
    Content nvarchar(max) NULL,
    ErasedAt datetime2(3) NULL
);
GO

-- Rows of a city's published data, kept whole for a later export.
CREATE TABLE ImportHeadings (
    Hash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_ImportHeadings PRIMARY KEY,
    Headings nvarchar(max) NOT NULL
);
GO
CREATE TABLE ImportedRow (
    RequestId bigint NOT NULL CONSTRAINT PK_ImportedRow PRIMARY KEY
        CONSTRAINT FK_ImportedRow_ServiceRequest REFERENCES ServiceRequest (Id),
    ExternalId nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    HeadingsHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Cells nvarchar(max) NOT NULL
);
GO

-- How often somebody asked for an information or diversion entry; Day is yyyy-MM-dd in the city's zone.
CREATE TABLE InquiryCount (
    ServiceType nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Day nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Count bigint NOT NULL,
    CONSTRAINT PK_InquiryCount PRIMARY KEY (ServiceType, Day)
);
GO

-- Kind: app or department. The key itself is shown once and never stored.
CREATE TABLE ApiKey (
    Id nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_ApiKey PRIMARY KEY,
    Kind nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Name nvarchar(100) NOT NULL,
    Channel nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    KeyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    RevokedAt datetime2(3) NULL
);
GO
CREATE UNIQUE INDEX UX_ApiKey_KeyHash ON ApiKey (KeyHash);
GO

-- Keys of the application (reporter keys, contact hashes), protected by the Data Protection key ring.
CREATE TABLE SecretKey (
    Name nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_SecretKey PRIMARY KEY,
    Content nvarchar(max) NOT NULL,
    CreatedAt datetime2(3) NOT NULL
);
GO

-- What only one node may do; Token grows with each holder and is checked by every write under the lease.
CREATE TABLE Lease (
    Name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_Lease PRIMARY KEY,
    Owner nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Token bigint NOT NULL,
    ExpiresAt datetime2(3) NOT NULL
);
GO

-- Rows in bulk travel as one table-valued parameter a table. Behind: how far the position lies behind the last one taken.
CREATE TYPE ServiceRequestRow AS TABLE (
    Id bigint NOT NULL,
    KeyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    BodyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ServiceType nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ServiceTypeText nvarchar(400) NULL,
    Visibility nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CatalogVersion int NOT NULL,
    Channel nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Queue nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    RoutingRule nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RuleSetVersion int NOT NULL,
    Status nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IsOpen bit NOT NULL,
    Priority int NOT NULL,
    IsDanger bit NOT NULL,
    ReceivedAt datetime2(3) NOT NULL,
    ReportedAt datetime2(3) NULL,
    DueAt datetime2(3) NOT NULL,
    UpdatedAt datetime2(3) NOT NULL,
    ClosedAt datetime2(3) NULL,
    Outcome nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
    Description nvarchar(4000) NULL,
    Answers nvarchar(max) NULL,
    PhotoIds nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    Latitude float NULL,
    Longitude float NULL,
    AccuracyMetres float NULL,
    LocationSource nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    AddressText nvarchar(500) NULL,
    Areas nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Cell bigint NULL,
    PublicLatitude float NULL,
    PublicLongitude float NULL,
    PublicPlace nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    Aside nvarchar(max) NULL,
    Version int NOT NULL,
    EventCount int NOT NULL,
    HeadHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL
);
GO
CREATE TYPE CityFileRow AS TABLE (
    Name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Version int NOT NULL,
    Part int NOT NULL,
    Content nvarchar(4000) NOT NULL
);
GO
CREATE TYPE ContactRow AS TABLE (
    RequestId bigint NOT NULL,
    Content nvarchar(max) NOT NULL,
    EmailHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NULL,
    PhoneHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NULL,
    WantsNotice bit NOT NULL
);
GO
CREATE TYPE OutboxRow AS TABLE (
    RequestId bigint NOT NULL,
    EventNumber int NOT NULL,
    Kind nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL
);
GO
CREATE TYPE EventRow AS TABLE (
    Behind int NOT NULL,
    RequestId bigint NOT NULL,
    Number int NOT NULL,
    Kind nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    At datetime2(3) NOT NULL,
    Data nvarchar(4000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Digests nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PreviousHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Hash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Salt nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Content nvarchar(max) NOT NULL
);
GO
CREATE TYPE ImportedRowRow AS TABLE (
    RequestId bigint NOT NULL,
    ExternalId nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    HeadingsHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Cells nvarchar(max) NOT NULL
);
GO
