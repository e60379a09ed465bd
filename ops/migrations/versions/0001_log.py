"""The log and the reading log: append-only, gapless, one function writes."""

from alembic import op

revision = "0001"
down_revision = None

LOG = """
CREATE SCHEMA {schema};
GRANT USAGE ON SCHEMA {schema} TO suian_web, suian_clerk, suian_sealer, suian_auditor;

CREATE TABLE {schema}.format (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    format integer NOT NULL,
    origin uuid NOT NULL DEFAULT gen_random_uuid(),
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO {schema}.format (format) VALUES (1);

CREATE TABLE {schema}.event (
    position bigint PRIMARY KEY,
    stream uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    event_id uuid NOT NULL,
    person uuid,
    topic text NOT NULL COLLATE "C",
    recorded_at timestamptz NOT NULL,
    header text NOT NULL COLLATE "C",
    state bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT stream_version UNIQUE (stream, version),
    CONSTRAINT event_id UNIQUE (event_id)
);
CREATE INDEX ON {schema}.event (person, position) WHERE person IS NOT NULL;

CREATE FUNCTION {schema}.append(
    p_now timestamptz, p_stream uuid[], p_version bigint[], p_event_id uuid[],
    p_person uuid[], p_topic text[], p_header text[], p_state bytea[], p_hash bytea[]
) RETURNS TABLE ("position" bigint, recorded_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
    last_position bigint;
    last_recorded timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    SELECT e.position, e.recorded_at INTO last_position, last_recorded
    FROM {schema}.event e ORDER BY e.position DESC LIMIT 1;
    RETURN QUERY
    INSERT INTO {schema}.event AS e
        (position, stream, version, event_id, person, topic, recorded_at, header, state, hash)
    SELECT coalesce(last_position, 0) + w.n, w.stream, w.version, w.event_id, w.person,
           w.topic, greatest(p_now, last_recorded), w.header, w.state, w.hash
    FROM unnest(p_stream, p_version, p_event_id, p_person, p_topic, p_header, p_state, p_hash)
         WITH ORDINALITY AS w(stream, version, event_id, person, topic, header, state, hash, n)
    ORDER BY w.n
    RETURNING e.position, e.recorded_at;
END $$;
REVOKE ALL ON FUNCTION {schema}.append FROM PUBLIC;
GRANT SELECT ON {schema}.event, {schema}.format
    TO suian_web, suian_clerk, suian_sealer, suian_auditor;
GRANT EXECUTE ON FUNCTION {schema}.append TO suian_web, suian_clerk;
"""


def upgrade() -> None:
    """Make both logs from one text; each has its own lock."""
    op.execute(LOG.format(schema="log", lock=7305001))
    op.execute(LOG.format(schema="reading", lock=7305002))
