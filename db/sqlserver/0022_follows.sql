-- Phones that follow what somebody else reported.

-- Follows 1: the phone hears of the report as anybody may, and has none of its owner's rights.
ALTER TABLE DeviceLink ADD Follows bit NOT NULL CONSTRAINT DF_DeviceLink_Follows DEFAULT 0;
GO

CREATE INDEX IX_DeviceLink_Follows ON DeviceLink (RequestId, DeviceId) WHERE Follows = 1;
GO
