"""The frame of the views: one function makes a view's table with all its rights."""

from alembic import op

revision = "0003"
down_revision = "0002"

FRAME = """
CREATE SCHEMA view;
GRANT USAGE ON SCHEMA view TO suian_web, suian_clerk, suian_auditor;

CREATE TABLE view.progress (
    view text PRIMARY KEY COLLATE "C",
    edition integer NOT NULL,
    position bigint NOT NULL DEFAULT 0,
    hash bytea NOT NULL DEFAULT '',
    origin uuid
);
CREATE TABLE view.parked (
    view text NOT NULL COLLATE "C",
    lane uuid NOT NULL,
    position bigint NOT NULL,
    failure text NOT NULL,
    PRIMARY KEY (view, lane)
);
CREATE TABLE view.erased (person uuid PRIMARY KEY);
GRANT SELECT, UPDATE ON view.progress TO suian_clerk;
GRANT SELECT, INSERT, DELETE ON view.parked TO suian_clerk;
GRANT SELECT, INSERT ON view.erased TO suian_clerk;
GRANT SELECT ON view.progress, view.parked, view.erased TO suian_web, suian_auditor;

CREATE FUNCTION view.in_divisions(p_division text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p_division ^@ ANY (string_to_array(
        nullif(current_setting('suian.divisions', true), ''), ','))
$$;

CREATE FUNCTION view.is_in_sight(p_person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM view.person_card c WHERE c.key = p_person AND c.to_position IS NULL);
END $$;

CREATE FUNCTION view.make_table(p_name text, p_columns text, p_scope text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    qualified text := format('view.%I', p_name);
    may_see text := CASE p_scope
        WHEN 'open' THEN 'true'
        WHEN 'private' THEN 'true'
        WHEN 'division' THEN 'view.in_divisions(division)'
        WHEN 'person' THEN 'view.is_in_sight(person)'
        WHEN 'receiver' THEN 'view.is_in_sight(person)'
            || ' OR receiver = nullif(current_setting(''suian.office'', true), '''')::uuid'
    END;
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS %s', qualified);
    EXECUTE format(
        'CREATE TABLE %s (key uuid NOT NULL, from_position bigint NOT NULL,'
        ' to_position bigint, %s, PRIMARY KEY (key, from_position))',
        qualified, p_columns);
    EXECUTE format('CREATE UNIQUE INDEX ON %s (key) WHERE to_position IS NULL', qualified);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', qualified);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', qualified);
    EXECUTE format('CREATE POLICY owner ON %s TO suian_owner USING (true)', qualified);
    EXECUTE format('CREATE POLICY clerk ON %s TO suian_clerk USING (true)', qualified);
    EXECUTE format('CREATE POLICY web ON %s FOR SELECT TO suian_web USING (%s)',
        qualified, may_see);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO suian_clerk', qualified);
    EXECUTE format('GRANT SELECT ON %s TO suian_web', qualified);
    IF p_scope <> 'private' THEN
        EXECUTE format('GRANT SELECT ON %s TO suian_auditor', qualified);
        EXECUTE format('CREATE POLICY auditor ON %s FOR SELECT TO suian_auditor USING (true)',
            qualified);
    END IF;
END $$;
REVOKE ALL ON FUNCTION view.make_table FROM PUBLIC;

CREATE FUNCTION view.search_people(
    p_divisions text[], p_grams text[], p_latin text[], p_limit integer
) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY
    SELECT n.person FROM view.name_index n
    WHERE n.to_position IS NULL
      AND n.division ^@ ANY (p_divisions)
      AND n.grams @> p_grams AND n.latin @> p_latin
    ORDER BY n.sort_key, n.person
    LIMIT p_limit;
END $$;
REVOKE ALL ON FUNCTION view.search_people FROM PUBLIC;
GRANT EXECUTE ON FUNCTION view.search_people TO suian_web;
"""


def upgrade() -> None:
    """Make the frame; the tables themselves come from the views' own columns."""
    op.execute(FRAME)
