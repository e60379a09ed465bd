"""Makes the views' tables from their own columns; a new edition is made afresh."""

from collections.abc import Sequence
from typing import Any

import psycopg

from projections.rebuilding import REBUILDING, drop_beside
from projections.view import View, columns_of


def make_views(owner_url: str, views: Sequence[View[Any]]) -> list[str]:
    """Make what is missing or of another edition; return the names of those made.

    What a killed rebuild left behind is dropped, unless somebody rebuilds just now.
    """
    made: list[str] = []
    with psycopg.connect(owner_url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(7305000)")
        editions = _editions(connection)
        alone = connection.execute(
            "SELECT pg_try_advisory_xact_lock(%s)", (REBUILDING,)
        )
        if alone.fetchone() == (True,):
            drop_beside(connection)
        for view in views:
            if editions.get(view.name) != view.edition:
                connection.execute(
                    "SELECT view.make_table(%s, %s, %s)",
                    (view.name, columns_of(view), view.scope),
                )
                for index in view.indexes:
                    connection.execute(index.encode())
                connection.execute(
                    "INSERT INTO view.progress (view, edition, position)"
                    " VALUES (%s, %s, 0) ON CONFLICT (view)"
                    " DO UPDATE SET edition = excluded.edition, position = 0,"
                    " hash = '', origin = NULL",
                    (view.name, view.edition),
                )
                connection.execute(
                    "DELETE FROM view.parked WHERE view = %s", (view.name,)
                )
                made.append(view.name)
    return made


def outdated(owner_url: str, views: Sequence[View[Any]]) -> list[View[Any]]:
    """Return the views whose tables are of another edition than this program's."""
    with psycopg.connect(owner_url) as connection:
        editions = _editions(connection)
    return [v for v in views if editions.get(v.name, v.edition) != v.edition]


def _editions(connection: psycopg.Connection) -> dict[str, int]:
    found = connection.execute("SELECT view, edition FROM view.progress")
    return dict(found.fetchall())
