-- Signed hashes over all events, some a day.
-- The same tables, columns and meaning as db/sqlserver/0007_history_roots.sql.

-- Append-only. A root covers the events of its positions, and the root before it by its hash.
CREATE TABLE HistoryRoot (
    Number INTEGER NOT NULL PRIMARY KEY,
    Day TEXT NOT NULL,
    FirstPosition INTEGER NOT NULL,
    LastPosition INTEGER NOT NULL,
    Tree TEXT NOT NULL,
    PreviousHash TEXT NOT NULL,
    Hash TEXT NOT NULL,
    KeyId TEXT NOT NULL,
    Signature TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX UX_HistoryRoot_LastPosition ON HistoryRoot (LastPosition);
