-- Drafts of the rule set, tried on the requests that are stored.

-- Status: queued, running, done, cancelled, failed; the first two are open. DoneId is the last request that the tally
-- holds, LastId the newest one when it began. WorkedMilliseconds: how long nodes worked on it, until then.
CREATE TABLE Backtest (
    Id nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_Backtest PRIMARY KEY,
    BodyHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RuleSetVersion int NOT NULL,
    RulesHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Status nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IsOpen bit NOT NULL,
    CreatedAt datetime2(3) NOT NULL,
    CreatedBy nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    StartedAt datetime2(3) NULL,
    EndedAt datetime2(3) NULL,
    CatalogVersion int NULL,
    LastId bigint NOT NULL,
    DoneId bigint NOT NULL,
    Total bigint NOT NULL,
    ReadCount bigint NOT NULL,
    TallyParts int NOT NULL,
    WorkedMilliseconds bigint NOT NULL
);
GO
CREATE INDEX IX_Backtest_Open ON Backtest (IsOpen, CreatedAt, Id);
GO
CREATE INDEX IX_Backtest_CreatedAt ON Backtest (CreatedAt, Id);
GO

-- Kind: scope (what was asked for), rules (the document that is tried, whatever becomes of the draft), tally (what was
-- counted so far). In parts of at most 4,000 characters.
CREATE TABLE BacktestPart (
    BacktestId nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL
        CONSTRAINT FK_BacktestPart_Backtest REFERENCES Backtest (Id),
    Kind nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Part int NOT NULL,
    Content nvarchar(4000) NOT NULL,
    CONSTRAINT PK_BacktestPart PRIMARY KEY (BacktestId, Kind, Part)
);
GO

CREATE TYPE BacktestPartRow AS TABLE (
    BacktestId nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Part int NOT NULL,
    Content nvarchar(4000) NOT NULL
);
GO
