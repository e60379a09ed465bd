"""Brings a database to the newest schema: log, keys, views' frame, desks."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def psycopg_url(url: str) -> str:
    """Return a libpq URL as SQLAlchemy wants it named."""
    return (
        make_url(url)
        .set(drivername="postgresql+psycopg")
        .render_as_string(hide_password=False)
    )


def migrate(owner_url: str) -> None:
    """Bring the database to the newest schema; nothing happens when it is there."""
    command.upgrade(_config(owner_url), "head")


def pending(url: str) -> list[str]:
    """Return the migrations the database still lacks, oldest first."""
    script = ScriptDirectory.from_config(_config(url))
    engine = create_engine(psycopg_url(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table_schema": "desk"}
        )
        at = context.get_current_revision()
    engine.dispose()
    known = [step.revision for step in script.walk_revisions()][::-1]
    return known[known.index(at) + 1 :] if at in known else known
