"""Sessions and sign-in tries: the web's desks. A session keeps only its token's digest."""

from alembic import op

revision = "0005"
down_revision = "0004"

DESKS = """
GRANT USAGE ON SCHEMA desk TO suian_web;

CREATE TABLE desk.session (
    token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
    account uuid NOT NULL,
    began_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX ON desk.session (account);
CREATE INDEX ON desk.session (ends_at);

CREATE TABLE desk.sign_in_try (
    digest bytea PRIMARY KEY CHECK (length(digest) = 32),
    since timestamptz NOT NULL,
    tries integer NOT NULL CHECK (tries >= 0)
);
CREATE INDEX ON desk.sign_in_try (since);

GRANT SELECT, INSERT, UPDATE, DELETE ON desk.session, desk.sign_in_try TO suian_web;
"""


def upgrade() -> None:
    """Make both desks; only the web may touch them."""
    op.execute(DESKS)
