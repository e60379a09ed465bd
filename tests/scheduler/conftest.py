"""The clerk's own way into a test's database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.databases import Database
from tests.scheduler.desks import engine_of


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The database with the clerk's rights."""
    opened = engine_of(database.clerk_url)
    yield opened
    opened.dispose()
