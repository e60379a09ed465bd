"""What was done with the master keys, so that an inspection can miss a backup."""

from alembic import op

revision = "0006"
down_revision = "0005"

CUSTODY = """
CREATE TABLE keys.custody (
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    master text NOT NULL COLLATE "C",
    what text NOT NULL COLLATE "C" CHECK (what IN ('rotated', 'backed_up', 'drilled')),
    keys integer NOT NULL CHECK (keys >= 0)
);
"""


def upgrade() -> None:
    """Make the table; only the owner's role, at the server's keyboard, writes it."""
    op.execute(CUSTODY)
