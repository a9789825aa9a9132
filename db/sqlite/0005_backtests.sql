-- Drafts of the rule set, tried on the requests that are stored.
-- The same tables, columns and meaning as db/sqlserver/0005_backtests.sql.

-- Status: queued, running, done, cancelled, failed; the first two are open. DoneId is the last request that the tally
-- holds, LastId the newest one when it began. WorkedMilliseconds: how long nodes worked on it, until then.
CREATE TABLE Backtest (
    Id TEXT NOT NULL PRIMARY KEY,
    BodyHash TEXT NOT NULL,
    RuleSetVersion INTEGER NOT NULL,
    RulesHash TEXT NOT NULL,
    Status TEXT NOT NULL,
    IsOpen INTEGER NOT NULL,
    CreatedAt INTEGER NOT NULL,
    CreatedBy TEXT NOT NULL,
    StartedAt INTEGER NULL,
    EndedAt INTEGER NULL,
    CatalogVersion INTEGER NULL,
    LastId INTEGER NOT NULL,
    DoneId INTEGER NOT NULL,
    Total INTEGER NOT NULL,
    ReadCount INTEGER NOT NULL,
    TallyParts INTEGER NOT NULL,
    WorkedMilliseconds INTEGER NOT NULL
) STRICT;
CREATE INDEX IX_Backtest_Open ON Backtest (IsOpen, CreatedAt, Id);
CREATE INDEX IX_Backtest_CreatedAt ON Backtest (CreatedAt, Id);

-- Kind: scope (what was asked for), rules (the document that is tried, whatever becomes of the draft), tally (what was
-- counted so far). In parts of at most 4,000 characters.
CREATE TABLE BacktestPart (
    BacktestId TEXT NOT NULL REFERENCES Backtest (Id),
    Kind TEXT NOT NULL,
    Part INTEGER NOT NULL,
    Content TEXT NOT NULL,
    PRIMARY KEY (BacktestId, Kind, Part)
) STRICT;
