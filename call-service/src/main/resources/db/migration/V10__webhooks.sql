-- What is told to apps by webhook, one row for each delivery. Written in ANSI SQL: H2 and PostgreSQL both run it.
CREATE TABLE webhook_deliveries (
  -- goes out as webhook-id; made of the app and the event, so that the same event is the same row
  id         VARCHAR(64)    NOT NULL PRIMARY KEY,
  app        VARCHAR(64)    NOT NULL,
  type       VARCHAR(64)    NOT NULL,
  -- the body, byte for byte the same in each attempt
  payload    VARCHAR(65536) NOT NULL,
  -- milliseconds since the epoch, as all times here
  created_at BIGINT         NOT NULL,
  -- waiting, delivered or failed
  state      VARCHAR(16)    NOT NULL,
  -- those made, the one under way included
  attempts   INTEGER        NOT NULL,
  -- not to be tried before; while a node is at it, when its lease ends
  due_at     BIGINT         NOT NULL,
  -- who is at it, or was last
  lease      VARCHAR(36),
  -- what was wrong the last time
  problem    VARCHAR(200),
  -- when it was delivered or given up
  settled_at BIGINT
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (state, app, due_at);
CREATE INDEX webhook_deliveries_settled ON webhook_deliveries (state, settled_at);
