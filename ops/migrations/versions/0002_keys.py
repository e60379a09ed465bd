"""Wrapped data keys: made and read by web and clerk, destroyed by one function."""

from alembic import op

revision = "0002"
down_revision = "0001"

KEYS = """
CREATE SCHEMA keys;
GRANT USAGE ON SCHEMA keys TO suian_web, suian_clerk;

CREATE TABLE keys.data_key (
    key_id uuid PRIMARY KEY,
    person uuid,
    kind text NOT NULL CHECK (kind IN ('identity', 'clinical', 'site')),
    wrapped bytea,
    destroyed_at timestamptz,
    CHECK ((kind = 'site') = (person IS NULL)),
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
    UNIQUE NULLS NOT DISTINCT (person, kind)
);
GRANT SELECT, INSERT ON keys.data_key TO suian_web, suian_clerk;

CREATE FUNCTION keys.destroy(p_person uuid) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH gone AS (
        UPDATE keys.data_key SET wrapped = NULL, destroyed_at = clock_timestamp()
        WHERE person = p_person AND wrapped IS NOT NULL RETURNING 1
    ) SELECT count(*)::integer FROM gone
$$;
REVOKE ALL ON FUNCTION keys.destroy FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keys.destroy TO suian_clerk;
"""


def upgrade() -> None:
    """Make the key table."""
    op.execute(KEYS)
