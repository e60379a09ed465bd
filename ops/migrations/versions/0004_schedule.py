"""The scheduler's desks: lease, occurrences, heartbeats, followers, deliveries."""

from alembic import op

revision = "0004"
down_revision = "0003"

DESKS = """
GRANT USAGE ON SCHEMA desk TO suian_web, suian_clerk, suian_auditor;

CREATE FUNCTION desk.refuse_going_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% cannot be moved back', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;

CREATE TABLE desk.lease (
    name text PRIMARY KEY COLLATE "C",
    owner uuid NOT NULL,
    epoch bigint NOT NULL CHECK (epoch > 0),
    expires_at timestamptz NOT NULL
);
CREATE TRIGGER epochs_only_rise BEFORE UPDATE ON desk.lease FOR EACH ROW
    WHEN (NEW.epoch < OLD.epoch) EXECUTE FUNCTION desk.refuse_going_back();

CREATE TABLE desk.occurrence (
    job text NOT NULL COLLATE "C",
    due_at timestamptz NOT NULL,
    state text NOT NULL COLLATE "C" DEFAULT 'due'
        CHECK (state IN ('due', 'running', 'done', 'superseded')),
    next_at timestamptz NOT NULL,
    epoch bigint,
    attempts integer NOT NULL DEFAULT 0,
    started_at timestamptz,
    ended_at timestamptz,
    outcome text,
    PRIMARY KEY (job, due_at),
    CHECK (state <> 'running' OR epoch IS NOT NULL),
    CHECK ((state IN ('done', 'superseded')) = (ended_at IS NOT NULL))
);
CREATE INDEX ON desk.occurrence (next_at) WHERE state IN ('due', 'running');

CREATE TABLE desk.heartbeat (
    name text PRIMARY KEY COLLATE "C",
    beat_at timestamptz NOT NULL
);

CREATE TABLE desk.follower (
    name text PRIMARY KEY COLLATE "C",
    position bigint NOT NULL CHECK (position >= 0),
    origin uuid NOT NULL,
    hash bytea NOT NULL
);
CREATE TRIGGER positions_only_rise BEFORE UPDATE ON desk.follower FOR EACH ROW
    WHEN (NEW.position < OLD.position OR NEW.origin <> OLD.origin)
    EXECUTE FUNCTION desk.refuse_going_back();

CREATE TABLE desk.follower_failure (
    name text NOT NULL COLLATE "C" REFERENCES desk.follower,
    position bigint NOT NULL,
    failure text NOT NULL,
    tries integer NOT NULL,
    failed_at timestamptz NOT NULL,
    retry_at timestamptz NOT NULL,
    settled_at timestamptz,
    PRIMARY KEY (name, position)
);

CREATE TABLE desk.attempt (
    notice uuid NOT NULL,
    channel text NOT NULL COLLATE "C",
    state text NOT NULL COLLATE "C" DEFAULT 'open'
        CHECK (state IN ('open', 'delivered', 'undeliverable')),
    since timestamptz NOT NULL,
    next_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    failure text,
    ended_at timestamptz,
    PRIMARY KEY (notice, channel),
    CHECK ((state = 'open') = (ended_at IS NULL))
);
CREATE INDEX ON desk.attempt (next_at) WHERE state = 'open';

GRANT SELECT, INSERT, UPDATE ON desk.lease, desk.occurrence, desk.heartbeat,
    desk.follower, desk.follower_failure, desk.attempt TO suian_clerk;
GRANT SELECT ON desk.lease, desk.occurrence, desk.heartbeat, desk.follower,
    desk.follower_failure, desk.attempt TO suian_web, suian_auditor;
"""


def upgrade() -> None:
    """Make the scheduler's desks."""
    op.execute(DESKS)
