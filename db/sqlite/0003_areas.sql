-- Area sets that were imported from files.
-- The same tables, columns and meaning as db/sqlserver/0003_areas.sql.

-- Versions are counted over all sets. The newest of a set is in force, and stands in for the set of that name among the
-- city's files; AreaCount 0 says that the set was removed, and the city's file counts again.
CREATE TABLE AreaSetVersion (
    Version INTEGER NOT NULL PRIMARY KEY,
    Name TEXT NOT NULL,
    ContentHash TEXT NOT NULL,
    Source TEXT NOT NULL,
    AreaCount INTEGER NOT NULL,
    ImportedAt INTEGER NOT NULL
) STRICT;
CREATE INDEX IX_AreaSetVersion_Name ON AreaSetVersion (Name, Version);

-- The set as GeoJSON with code and name, in parts of at most 4,000 characters.
CREATE TABLE AreaSetPart (
    Version INTEGER NOT NULL REFERENCES AreaSetVersion (Version),
    Part INTEGER NOT NULL,
    Content TEXT NOT NULL,
    PRIMARY KEY (Version, Part)
) STRICT;
