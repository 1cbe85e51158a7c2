-- One row for each user of each call that is over. Written in ANSI SQL: H2 and PostgreSQL both run it.
CREATE TABLE call_records (
  app         VARCHAR(64)   NOT NULL,
  user_id     VARCHAR(128)  NOT NULL,
  call_id     VARCHAR(36)   NOT NULL,
  media       VARCHAR(8)    NOT NULL,
  -- incoming or outgoing
  direction   VARCHAR(8)    NOT NULL,
  -- user ids, which hold no comma, with commas between them
  peers       VARCHAR(4200) NOT NULL,
  -- milliseconds since the epoch
  started_at  BIGINT        NOT NULL,
  -- from the answer to the end, 0 if nobody answered
  duration_ms BIGINT        NOT NULL,
  -- answered, or the reason why it was not
  outcome     VARCHAR(32)   NOT NULL,
  -- false while a missed call waits to be looked at
  seen        BOOLEAN       NOT NULL,
  -- a call keeps its time, so this is as unique as without, and lists a user's calls by time
  PRIMARY KEY (app, user_id, started_at, call_id)
);

CREATE INDEX call_records_unseen ON call_records (app, user_id, seen);
