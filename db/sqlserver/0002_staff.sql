-- Staff, their personal access tokens, and the audit of what they do.
-- Codes, keys and hashes compare by their bytes (BIN2); names keep the database's collation.
-- Times are UTC, to the millisecond.

-- SignsInBy: token (added here) or issuer (met with a token of the city's sign-in; Role and Department then mirror
-- what the issuer last said, at ClaimsAt). BodyHash: what was asked for when it was added, so that it is not added twice.
CREATE TABLE StaffMember (
    Id nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_StaffMember PRIMARY KEY,
    Name nvarchar(100) NOT NULL,
    Role nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Department nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    SignsInBy nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    BodyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    CreatedBy nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ClaimsAt datetime2(3) NULL,
    DeactivatedAt datetime2(3) NULL,
    Version int NOT NULL
);
GO
CREATE INDEX IX_StaffMember_Role ON StaffMember (Role, DeactivatedAt, Id);
GO

-- The token itself is shown once and never stored: TokenHash is made under a key of the key ring.
-- LastUsedAt is kept to the hour.
CREATE TABLE StaffToken (
    Id nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_StaffToken PRIMARY KEY,
    StaffId nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL
        CONSTRAINT FK_StaffToken_StaffMember REFERENCES StaffMember (Id),
    Name nvarchar(100) NOT NULL,
    TokenHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    BodyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    CreatedBy nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ExpiresAt datetime2(3) NOT NULL,
    LastUsedAt datetime2(3) NULL,
    RevokedAt datetime2(3) NULL
);
GO
CREATE UNIQUE INDEX UX_StaffToken_TokenHash ON StaffToken (TokenHash);
GO
CREATE INDEX IX_StaffToken_Staff ON StaffToken (StaffId, Id);
GO

-- One row; its lock is the first that an audited write takes, so that audited writes come one after the other
-- and the order of commits is the order of positions.
CREATE TABLE AuditPosition (
    Id int NOT NULL CONSTRAINT PK_AuditPosition PRIMARY KEY,
    Position bigint NOT NULL
);
GO
INSERT INTO AuditPosition (Id, Position) VALUES (1, 0);
GO

-- Append-only: who, when, what, on what, how it ended. Codes and ids alone, nothing personal.
CREATE TABLE AuditEvent (
    Position bigint NOT NULL CONSTRAINT PK_AuditEvent PRIMARY KEY,
    Id nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    At datetime2(3) NOT NULL,
    Actor nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ActorRole nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Action nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Target nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Outcome nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Details nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL
);
GO
CREATE UNIQUE INDEX UX_AuditEvent_Id ON AuditEvent (Id);
GO
CREATE INDEX IX_AuditEvent_Actor ON AuditEvent (Actor, Position);
GO
CREATE INDEX IX_AuditEvent_Target ON AuditEvent (Target, Position);
GO
