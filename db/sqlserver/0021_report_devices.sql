-- From which device a report came.

-- DeviceHash: of the device's id, under a key of the key ring, so that reports of one phone can be told to be of one, and nobody can find the phone.
-- It goes with the contact of the report, and stays whatever becomes of the device.
CREATE TABLE ReportDevice (
    RequestId bigint NOT NULL
        CONSTRAINT PK_ReportDevice PRIMARY KEY
        CONSTRAINT FK_ReportDevice_ServiceRequest REFERENCES ServiceRequest (Id),
    DeviceHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL
);
GO
CREATE TYPE ReportDeviceRow AS TABLE (
    RequestId bigint NOT NULL,
    DeviceHash nvarchar(43) COLLATE Latin1_General_100_BIN2 NOT NULL
);
GO
