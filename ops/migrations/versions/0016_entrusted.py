"""Sight of who moved and is not handed over yet: the unit that holds them keeps it.

`suian.people` names them, a handful, for one reading; `view.held_elsewhere` finds them.
"""

from alembic import op

revision = "0016"
down_revision = "0015"

ENTRUSTED = """
CREATE FUNCTION view.is_entrusted(p_person uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p_person = ANY (string_to_array(
        nullif(current_setting('suian.people', true), ''), ',')::uuid[])
$$;

CREATE FUNCTION view.held_elsewhere(p_divisions text[]) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY
    SELECT c.person FROM view.custody c
    WHERE c.to_position IS NULL AND c.held_from <> c.division
      AND c.held_from ^@ ANY (p_divisions);
END $$;
REVOKE ALL ON FUNCTION view.held_elsewhere FROM PUBLIC;
GRANT EXECUTE ON FUNCTION view.held_elsewhere TO suian_web;

CREATE OR REPLACE FUNCTION view.search_people(
    p_divisions text[], p_grams text[], p_latin text[], p_limit integer
) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY
    SELECT n.person FROM view.name_index n
    WHERE n.to_position IS NULL
      AND (n.division ^@ ANY (p_divisions) OR view.is_entrusted(n.person))
      AND n.grams @> p_grams AND n.latin @> p_latin
    ORDER BY n.sort_key, n.person
    LIMIT p_limit;
END $$;

CREATE OR REPLACE FUNCTION view.make_table(p_name text, p_columns text, p_scope text)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    qualified text := format('view.%I', p_name);
    may_see text := CASE p_scope
        WHEN 'open' THEN 'true'
        WHEN 'private' THEN 'true'
        WHEN 'division' THEN 'view.in_divisions(division) OR view.is_entrusted(key)'
        WHEN 'clue' THEN 'view.may_see_clues() AND view.in_divisions(division)'
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

DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT p.tablename FROM pg_policies p
        WHERE p.schemaname = 'view' AND p.policyname = 'web'
          AND p.qual LIKE '%in_divisions(division)%'
          AND p.qual NOT LIKE '%may_see_clues%'
    LOOP
        EXECUTE format('ALTER POLICY web ON view.%I'
            ' USING (view.in_divisions(division) OR view.is_entrusted(key))',
            made.tablename);
    END LOOP;
END $$;
"""


def upgrade() -> None:
    """Let the frame and the tables there are know who is entrusted."""
    op.execute(ENTRUSTED)
