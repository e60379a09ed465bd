"""Which channel waits for its turn, what came of tries, how far feeds were read."""

from alembic import op

revision = "0019"
down_revision = "0022"

CHANNELS = """
CREATE TABLE desk.channel_turn (
    message uuid NOT NULL,
    channel text NOT NULL COLLATE "C",
    earlier text NOT NULL COLLATE "C",
    due_at timestamptz NOT NULL,
    PRIMARY KEY (message, channel)
);
CREATE INDEX ON desk.channel_turn (due_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON desk.channel_turn TO suian_clerk;
GRANT SELECT ON desk.channel_turn TO suian_auditor;

CREATE TABLE desk.channel_try (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    office uuid NOT NULL,
    channel text NOT NULL COLLATE "C",
    message uuid,
    outcome text NOT NULL,
    status integer,
    millis integer NOT NULL,
    tried_at timestamptz NOT NULL
);
CREATE INDEX ON desk.channel_try (office, tried_at);
GRANT SELECT, INSERT, DELETE ON desk.channel_try TO suian_clerk, suian_web;
GRANT SELECT ON desk.channel_try TO suian_auditor;

CREATE TABLE desk.feed_mark (
    office uuid PRIMARY KEY,
    position bigint NOT NULL CHECK (position >= 0),
    marked_at timestamptz NOT NULL
);
CREATE TRIGGER marks_only_rise BEFORE UPDATE ON desk.feed_mark FOR EACH ROW
    WHEN (NEW.position < OLD.position) EXECUTE FUNCTION desk.refuse_going_back();
GRANT SELECT, INSERT, UPDATE ON desk.feed_mark TO suian_web;
GRANT SELECT ON desk.feed_mark TO suian_clerk, suian_auditor;
"""


def upgrade() -> None:
    """Make the desks of the channels."""
    op.execute(CHANNELS)
