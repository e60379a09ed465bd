"""What deliveries are of, in which order, and the circuits that spare a broken receiver."""

from alembic import op

revision = "0018"
down_revision = "0017"

CIRCUITS = """
ALTER TABLE desk.attempt
    ADD COLUMN message uuid,
    ADD COLUMN receiver uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    ADD COLUMN topic text NOT NULL COLLATE "C" DEFAULT 'notice.issued',
    ADD COLUMN priority smallint NOT NULL DEFAULT 1,
    ADD COLUMN lapses_at timestamptz,
    ADD COLUMN epoch bigint;
UPDATE desk.attempt SET message = notice;
ALTER TABLE desk.attempt
    ALTER COLUMN message SET NOT NULL,
    ALTER COLUMN receiver DROP DEFAULT,
    DROP CONSTRAINT attempt_pkey,
    ADD PRIMARY KEY (message, channel),
    DROP CONSTRAINT attempt_state_check,
    ADD CONSTRAINT attempt_state_check CHECK (
        state IN ('open', 'delivered', 'undeliverable', 'lapsed', 'diverted'));
DROP INDEX desk.attempt_next_at_idx;
CREATE INDEX ON desk.attempt (priority, next_at) WHERE state = 'open';
CREATE INDEX ON desk.attempt (receiver, channel) WHERE state = 'open';
CREATE INDEX ON desk.attempt (ended_at) WHERE state = 'undeliverable';
CREATE INDEX ON desk.attempt (lapses_at) WHERE state = 'open';
CREATE INDEX ON desk.attempt (notice);

CREATE TABLE desk.circuit (
    receiver uuid NOT NULL,
    channel text NOT NULL COLLATE "C",
    failures integer NOT NULL DEFAULT 0,
    failure text,
    opened_at timestamptz,
    probe_at timestamptz,
    PRIMARY KEY (receiver, channel),
    CHECK ((opened_at IS NULL) = (probe_at IS NULL))
);
GRANT SELECT, INSERT, UPDATE ON desk.circuit TO suian_clerk;
GRANT SELECT ON desk.circuit TO suian_web, suian_auditor;
"""


def upgrade() -> None:
    """Widen the desk of deliveries and make that of circuits."""
    op.execute(CIRCUITS)
