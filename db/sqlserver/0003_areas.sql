-- Area sets that were imported from files.

-- Versions are counted over all sets. The newest of a set is in force, and stands in for the set of that name among the
-- city's files; AreaCount 0 says that the set was removed, and the city's file counts again.
CREATE TABLE AreaSetVersion (
    Version int NOT NULL CONSTRAINT PK_AreaSetVersion PRIMARY KEY,
    Name nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ContentHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Source nvarchar(200) NOT NULL,
    AreaCount int NOT NULL,
    ImportedAt datetime2(3) NOT NULL
);
GO
CREATE INDEX IX_AreaSetVersion_Name ON AreaSetVersion (Name, Version);
GO

-- The set as GeoJSON with code and name, in parts of at most 4,000 characters.
CREATE TABLE AreaSetPart (
    Version int NOT NULL CONSTRAINT FK_AreaSetPart_AreaSetVersion REFERENCES AreaSetVersion (Version),
    Part int NOT NULL,
    Content nvarchar(4000) NOT NULL,
    CONSTRAINT PK_AreaSetPart PRIMARY KEY (Version, Part)
);
GO

CREATE TYPE AreaSetPartRow AS TABLE (
    Version int NOT NULL,
    Part int NOT NULL,
    Content nvarchar(4000) NOT NULL
);
GO
