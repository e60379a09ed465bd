"""An append may be made in a lease's name: refused once somebody else holds the lease.

The lease's row is held shared from before the log's lock until the append has ended, so
whoever takes the lease over waits for it, and finds it in the log or never.
"""

from alembic import op

revision = "0022"
down_revision = "0018"

APPEND = """
DROP FUNCTION {schema}.append;
CREATE FUNCTION {schema}.append(
    p_now timestamptz, p_stream uuid[], p_version bigint[], p_event_id uuid[],
    p_person uuid[], p_topic text[], p_header text[], p_state bytea[], p_hash bytea[],
    p_generation bigint DEFAULT NULL, p_lease text DEFAULT NULL, p_epoch bigint DEFAULT NULL
) RETURNS TABLE ("position" bigint, recorded_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
    last_position bigint;
    last_recorded timestamptz;
BEGIN
    IF p_lease IS NOT NULL THEN
        PERFORM FROM desk.lease l WHERE l.name = p_lease AND l.epoch = p_epoch FOR SHARE;
        IF NOT FOUND THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'somebody else holds the lease',
                      CONSTRAINT = 'lease_epoch';
        END IF;
    END IF;
    PERFORM pg_advisory_xact_lock({lock});
    IF p_generation <> (SELECT g.value FROM keys.generation g) THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'a key was destroyed meanwhile',
                  CONSTRAINT = 'keys_generation';
    END IF;
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
GRANT EXECUTE ON FUNCTION {schema}.append TO suian_web, suian_clerk;
"""


def upgrade() -> None:
    """Let both logs' appends look at the lease they are made in the name of."""
    op.execute(APPEND.format(schema="log", lock=7305001))
    op.execute(APPEND.format(schema="reading", lock=7305002))
