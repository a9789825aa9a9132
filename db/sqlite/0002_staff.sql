-- Staff, their personal access tokens, and the audit of what they do.
-- The same tables, columns and meaning as db/sqlserver/0002_staff.sql.
-- Times are INTEGER Unix milliseconds (UTC).

-- SignsInBy: token (added here) or issuer (met with a token of the city's sign-in; Role and Department then mirror
-- what the issuer last said, at ClaimsAt). BodyHash: what was asked for when it was added, so that it is not added twice.
CREATE TABLE StaffMember (
    Id TEXT NOT NULL PRIMARY KEY,
    Name TEXT NOT NULL,
    Role TEXT NOT NULL,
    Department TEXT NULL,
    SignsInBy TEXT NOT NULL,
    BodyHash TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    CreatedBy TEXT NOT NULL,
    ClaimsAt INTEGER NULL,
    DeactivatedAt INTEGER NULL,
    Version INTEGER NOT NULL
) STRICT;
CREATE INDEX IX_StaffMember_Role ON StaffMember (Role, DeactivatedAt, Id);

-- The token itself is shown once and never stored: TokenHash is made under a key of the key ring.
-- LastUsedAt is kept to the hour.
CREATE TABLE StaffToken (
    Id TEXT NOT NULL PRIMARY KEY,
    StaffId TEXT NOT NULL REFERENCES StaffMember (Id),
    Name TEXT NOT NULL,
    TokenHash TEXT NOT NULL,
    BodyHash TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    CreatedBy TEXT NOT NULL,
    ExpiresAt INTEGER NOT NULL,
    LastUsedAt INTEGER NULL,
    RevokedAt INTEGER NULL
) STRICT;
CREATE UNIQUE INDEX UX_StaffToken_TokenHash ON StaffToken (TokenHash);
CREATE INDEX IX_StaffToken_Staff ON StaffToken (StaffId, Id);

-- One row; its lock is the first that an audited write takes, so that audited writes come one after the other
-- and the order of commits is the order of positions.
CREATE TABLE AuditPosition (
    Id INTEGER NOT NULL PRIMARY KEY,
    Position INTEGER NOT NULL
) STRICT;
INSERT INTO AuditPosition (Id, Position) VALUES (1, 0);

-- Append-only: who, when, what, on what, how it ended. Codes and ids alone, nothing personal.
CREATE TABLE AuditEvent (
    Position INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    At INTEGER NOT NULL,
    Actor TEXT NOT NULL,
    ActorRole TEXT NOT NULL,
    Action TEXT NOT NULL,
    Target TEXT NOT NULL,
    Outcome TEXT NOT NULL,
    Details TEXT NULL
) STRICT;
CREATE UNIQUE INDEX UX_AuditEvent_Id ON AuditEvent (Id);
CREATE INDEX IX_AuditEvent_Actor ON AuditEvent (Actor, Position);
CREATE INDEX IX_AuditEvent_Target ON AuditEvent (Target, Position);
