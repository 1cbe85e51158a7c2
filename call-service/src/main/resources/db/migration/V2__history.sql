-- The room that a call was, if it was one.
ALTER TABLE call_records ADD COLUMN room VARCHAR(128);

-- Old records are cleared away by their time.
CREATE INDEX call_records_age ON call_records (started_at);
