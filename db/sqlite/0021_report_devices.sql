-- From which device a report came.
-- The same tables, columns and meaning as db/sqlserver/0021_report_devices.sql.

CREATE TABLE ReportDevice (
    RequestId INTEGER NOT NULL PRIMARY KEY REFERENCES ServiceRequest (Id),
    DeviceHash TEXT NOT NULL
) STRICT;
