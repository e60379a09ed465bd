"""Who moved within the villages of the unit that holds them is nobody's to keep in sight.

The unit still serves them and sees them where they live; only the old village's own staff
would have kept a sight they have no use for (P2 art 6: the smallest scope).
"""

from alembic import op

revision = "0017"
down_revision = "0016"

HELD_ELSEWHERE = """
CREATE OR REPLACE FUNCTION view.held_elsewhere(p_divisions text[])
RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY
    SELECT c.person FROM view.custody c
    WHERE c.to_position IS NULL AND c.held_from <> c.division
      AND c.held_from ^@ ANY (p_divisions)
      AND NOT EXISTS (
          SELECT FROM view.office o
          WHERE o.to_position IS NULL AND o.key::text = c.unit
            AND o.services @> jsonb_build_array(
                jsonb_build_object('village', c.division, 'until_on', NULL))
      );
END $$;
"""


def upgrade() -> None:
    """Look at what the unit serves."""
    op.execute(HELD_ELSEWHERE)
