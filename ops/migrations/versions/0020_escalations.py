"""Sight of a notice that nobody accepted: every office that was turned to sees it."""

from alembic import op

revision = "0020"
down_revision = "0019"

OFFICES = """
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
        WHEN 'offices' THEN 'view.is_in_sight(person)'
            || ' OR nullif(current_setting(''suian.office'', true), '''')::uuid = ANY (offices)'
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
"""


def upgrade() -> None:
    """Let the frame know views whose rows several offices see."""
    op.execute(OFFICES)
