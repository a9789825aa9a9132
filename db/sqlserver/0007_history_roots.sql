-- Signed hashes over all events, some a day.

-- Append-only. A root covers the events of its positions, and the root before it by its hash.
CREATE TABLE HistoryRoot (
    Number int NOT NULL CONSTRAINT PK_HistoryRoot PRIMARY KEY,
    Day nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    FirstPosition bigint NOT NULL,
    LastPosition bigint NOT NULL,
    Tree nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PreviousHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Hash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    KeyId nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Signature nvarchar(86) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetime2(3) NOT NULL
);
GO
CREATE UNIQUE INDEX UX_HistoryRoot_LastPosition ON HistoryRoot (LastPosition);
GO
