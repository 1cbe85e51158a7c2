-- Who wants no calls of whom.
CREATE TABLE user_blocks (
  app         VARCHAR(64)   NOT NULL,
  -- the one who has blocked
  user_id     VARCHAR(128)  NOT NULL,
  -- the one who is blocked
  blocked_id  VARCHAR(128)  NOT NULL,
  PRIMARY KEY (app, user_id, blocked_id)
);
