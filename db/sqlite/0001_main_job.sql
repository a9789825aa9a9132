-- The main job: catalogue, service requests, their history and what is to be sent.
-- The same tables, columns and meaning as db/sqlserver/0001_main_job.sql.
-- Times are INTEGER Unix milliseconds (UTC). A request without a due time stores 9999-12-31.

CREATE TABLE SchemaVersion (
    Number INTEGER NOT NULL PRIMARY KEY,
    Name TEXT NOT NULL,
    AppliedAt INTEGER NOT NULL
) STRICT;

-- Versions of a city's files (all but the rule set); the newest is in force.
CREATE TABLE CatalogVersion (
    Version INTEGER NOT NULL PRIMARY KEY,
    ContentHash TEXT NOT NULL,
    LoadedAt INTEGER NOT NULL
) STRICT;

-- The files as they were loaded, in parts of at most 4,000 characters; rule-set.json under its own versions.
CREATE TABLE CityFile (
    Name TEXT NOT NULL,
    Version INTEGER NOT NULL,
    Part INTEGER NOT NULL,
    Content TEXT NOT NULL,
    PRIMARY KEY (Version, Name, Part)
) STRICT;

-- Status: draft, published, archived. One is published.
CREATE TABLE RuleSet (
    Version INTEGER NOT NULL PRIMARY KEY,
    Status TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    PublishedAt INTEGER NULL
) STRICT;

-- Tracking numbers are taken in blocks of 1,000; gaps are normal, numbers are never used again.
CREATE TABLE RequestNumber (
    Id INTEGER NOT NULL PRIMARY KEY,
    NextValue INTEGER NOT NULL
) STRICT;
INSERT INTO RequestNumber (Id, NextValue) VALUES (1, 1000000);

CREATE TABLE ServiceRequest (
    Id INTEGER NOT NULL PRIMARY KEY,
    KeyHash TEXT NOT NULL,
    BodyHash TEXT NOT NULL,
    ServiceType TEXT NOT NULL,
    ServiceTypeText TEXT NULL,
    Visibility TEXT NOT NULL,
    CatalogVersion INTEGER NOT NULL,
    Channel TEXT NOT NULL,
    Department TEXT NOT NULL,
    Queue TEXT NULL,
    RoutingRule TEXT NOT NULL,
    RuleSetVersion INTEGER NOT NULL,
    Status TEXT NOT NULL,
    IsOpen INTEGER NOT NULL,
    Priority INTEGER NOT NULL,
    IsDanger INTEGER NOT NULL,
    ReceivedAt INTEGER NOT NULL,
    ReportedAt INTEGER NULL,
    DueAt INTEGER NOT NULL,
    UpdatedAt INTEGER NOT NULL,
    ClosedAt INTEGER NULL,
    Outcome TEXT NULL,
    Description TEXT NULL,
    Answers TEXT NULL,
    PhotoIds TEXT NULL,
    Latitude REAL NULL,
    Longitude REAL NULL,
    AccuracyMetres REAL NULL,
    LocationSource TEXT NULL,
    AddressText TEXT NULL,
    Areas TEXT NOT NULL,
    Cell INTEGER NULL,
    PublicLatitude REAL NULL,
    PublicLongitude REAL NULL,
    PublicPlace TEXT NULL,
    Aside TEXT NULL,
    Assignee TEXT NULL,
    ClaimToken INTEGER NULL,
    ClaimedUntil INTEGER NULL,
    Version INTEGER NOT NULL,
    EventCount INTEGER NOT NULL,
    HeadHash TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX UX_ServiceRequest_KeyHash ON ServiceRequest (KeyHash);
CREATE INDEX IX_ServiceRequest_Queue ON ServiceRequest (Department, IsOpen, Priority, DueAt, Id);
CREATE INDEX IX_ServiceRequest_Danger ON ServiceRequest (IsOpen, Priority, DueAt, Id) WHERE IsDanger = 1;
CREATE INDEX IX_ServiceRequest_Cell ON ServiceRequest (Cell);

-- Name, mail, phone and apartment, encrypted; looked up by keyed hash.
CREATE TABLE Contact (
    RequestId INTEGER NOT NULL PRIMARY KEY
        REFERENCES ServiceRequest (Id),
    Content TEXT NOT NULL,
    EmailHash TEXT NULL,
    PhoneHash TEXT NULL,
    WantsNotice INTEGER NOT NULL
) STRICT;

-- What must be sent because of an event; it is written in the event's own transaction.
CREATE TABLE Outbox (
    RequestId INTEGER NOT NULL REFERENCES ServiceRequest (Id),
    EventNumber INTEGER NOT NULL,
    Kind TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    NextAttemptAt INTEGER NOT NULL,
    Attempts INTEGER NOT NULL,
    PRIMARY KEY (RequestId, EventNumber, Kind)
) STRICT;

-- One row; its lock makes the order of commits the order of positions.
CREATE TABLE FeedPosition (
    Id INTEGER NOT NULL PRIMARY KEY,
    Position INTEGER NOT NULL
) STRICT;
INSERT INTO FeedPosition (Id, Position) VALUES (1, 0);

-- Append-only. Data holds codes and times; Digests holds salted digests of everything personal or free.
CREATE TABLE ServiceRequestEvent (
    Position INTEGER NOT NULL PRIMARY KEY,
    RequestId INTEGER NOT NULL REFERENCES ServiceRequest (Id),
    Number INTEGER NOT NULL,
    Kind TEXT NOT NULL,
    At INTEGER NOT NULL,
    Data TEXT NOT NULL,
    Digests TEXT NOT NULL,
    PreviousHash TEXT NOT NULL,
    Hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX UX_ServiceRequestEvent_Request ON ServiceRequestEvent (RequestId, Number);

-- The values behind the digests, with their salt. Erasing both keeps the chain valid.
CREATE TABLE EventDetail (
    Position INTEGER NOT NULL PRIMARY KEY,
    Salt TEXT NULL,
    Content TEXT NULL,
    ErasedAt INTEGER NULL
) STRICT;

-- Rows of a city's published data, kept whole for a later export.
CREATE TABLE ImportHeadings (
    Hash TEXT NOT NULL PRIMARY KEY,
    Headings TEXT NOT NULL
) STRICT;
CREATE TABLE ImportedRow (
    RequestId INTEGER NOT NULL PRIMARY KEY
        REFERENCES ServiceRequest (Id),
    ExternalId TEXT NOT NULL,
    HeadingsHash TEXT NOT NULL,
    Cells TEXT NOT NULL
) STRICT;

-- How often somebody asked for an information or diversion entry; Day is yyyy-MM-dd in the city's zone.
CREATE TABLE InquiryCount (
    ServiceType TEXT NOT NULL,
    Day TEXT NOT NULL,
    Count INTEGER NOT NULL,
    PRIMARY KEY (ServiceType, Day)
) STRICT;

-- Kind: app or department. The key itself is shown once and never stored.
CREATE TABLE ApiKey (
    Id TEXT NOT NULL PRIMARY KEY,
    Kind TEXT NOT NULL,
    Name TEXT NOT NULL,
    Channel TEXT NULL,
    Department TEXT NULL,
    KeyHash TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    RevokedAt INTEGER NULL
) STRICT;
CREATE UNIQUE INDEX UX_ApiKey_KeyHash ON ApiKey (KeyHash);

-- Keys of the application (reporter keys, contact hashes), protected by the Data Protection key ring.
CREATE TABLE SecretKey (
    Name TEXT NOT NULL PRIMARY KEY,
    Content TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL
) STRICT;

-- What only one node may do; Token grows with each holder and is checked by every write under the lease.
CREATE TABLE Lease (
    Name TEXT NOT NULL PRIMARY KEY,
    Owner TEXT NOT NULL,
    Token INTEGER NOT NULL,
    ExpiresAt INTEGER NOT NULL
) STRICT;
