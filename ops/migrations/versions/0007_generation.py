"""The keys' generation: how a process notices that a key it knows was destroyed.

It rises in the transaction that destroys a key, whoever does it. Whoever reads the log
reads it in the same statement; an append sealed at another generation is refused while
the log's lock is held.
"""

from alembic import op

revision = "0007"
down_revision = "0006"

GENERATION = """
CREATE TABLE keys.generation (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    value bigint NOT NULL
);
INSERT INTO keys.generation (value) VALUES (1);
GRANT USAGE ON SCHEMA keys TO suian_sealer, suian_auditor;
GRANT SELECT ON keys.generation TO suian_web, suian_clerk, suian_sealer, suian_auditor;

CREATE FUNCTION keys.raise_generation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE keys.generation SET value = value + 1;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION keys.raise_generation FROM PUBLIC;
CREATE TRIGGER destroyed AFTER UPDATE ON keys.data_key FOR EACH ROW
    WHEN (old.wrapped IS NOT NULL AND new.wrapped IS NULL)
    EXECUTE FUNCTION keys.raise_generation();
CREATE TRIGGER removed AFTER DELETE ON keys.data_key FOR EACH STATEMENT
    EXECUTE FUNCTION keys.raise_generation();
"""

APPEND = """
DROP FUNCTION {schema}.append;
CREATE FUNCTION {schema}.append(
    p_now timestamptz, p_stream uuid[], p_version bigint[], p_event_id uuid[],
    p_person uuid[], p_topic text[], p_header text[], p_state bytea[], p_hash bytea[],
    p_generation bigint DEFAULT NULL
) RETURNS TABLE ("position" bigint, recorded_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
    last_position bigint;
    last_recorded timestamptz;
BEGIN
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
    """Make the counter, and let both logs' appends look at it."""
    op.execute(GENERATION)
    op.execute(APPEND.format(schema="log", lock=7305001))
    op.execute(APPEND.format(schema="reading", lock=7305002))
