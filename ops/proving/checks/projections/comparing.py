"""The views folded afresh in a database of their own, to hold the live ones against."""

from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, create_engine, text

from ops.embedded.roles import make_roles
from ops.migrations import migrate, psycopg_url
from ops.proving.bed import Bed
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from projections.view import View


@dataclass(frozen=True, slots=True)
class Held:
    """One view held against another folding of the same log: rows of each, and unlike."""

    view: str
    rows: int
    unlike: int


@contextmanager
def other_views(bed: Bed) -> Generator[Engine]:
    """Give another set of views in another database of the bed's server."""
    other = replace(bed, database="afresh")
    make_roles(bed.url("super"), bed.server.passwords, other.database)
    migrate(other.url("owner"))
    make_views(other.url("owner"), OF_THE_LOG)
    engine = create_engine(psycopg_url(other.url("clerk")), hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()


def folded_afresh(other: Engine, site: Site) -> dict[str, Counter[str]]:
    """Return every view's rows as the whole log makes them, in one uninterrupted go."""
    emptied(other, site).catch_up()
    return rows_of(other)


def emptied(other: Engine, site: Site) -> Folding:
    """Return what folds the log into the other views, which hold nothing now."""
    folding = Folding(other, site.log, OF_THE_LOG)
    for view in OF_THE_LOG:
        folding.refold(view.name)
    return folding


def rows_of(
    engine: Engine, views: Sequence[View[Any]] = OF_THE_LOG
) -> dict[str, Counter[str]]:
    """Return every row version of every view, all columns."""
    with engine.begin() as connection:
        return {
            view.name: Counter(
                connection.execute(
                    text(f"SELECT to_jsonb(t)::text FROM view.{view.name} t")  # noqa: S608 - a view's name
                ).scalars()
            )
            for view in views
        }


def held_against(
    one: dict[str, Counter[str]], other: dict[str, Counter[str]]
) -> list[Held]:
    """Return view by view how many rows there are and how many the other lacks, or has."""
    return [
        Held(
            name,
            rows.total(),
            (rows - other[name]).total() + (other[name] - rows).total(),
        )
        for name, rows in one.items()
    ]
