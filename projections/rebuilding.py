"""Builds views beside the ones that serve, and lets them take their places.

The log is folded lane by lane, one person after another, so memory does not grow with it.
Nobody reads a table beside. Until `take_place` commits nothing has changed,
and what a broken rebuild leaves behind is dropped by the next.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from psycopg import Connection, sql
from sqlalchemy import Engine, Table
from sqlalchemy.sql.schema import MetaData

from domain.log import Log, Logged
from projections import rows
from projections.folding import (
    BATCH,
    LogChanged,
    Parked,
    Place,
    fold,
    fold_rows,
    hold,
    keyed,
    park,
    readable,
)
from projections.joining import every_tied, everything
from projections.rows import Standing
from projections.view import View, columns_of

REBUILDING: Final = 7305003
"""The advisory lock of whoever rebuilds."""
BESIDE: Final = "__beside"
PEOPLE: Final = 200
"""How many people's facts are in memory at once."""
PATIENCE: Final = "300ms"
"""How long readers may wait behind a swap that itself waits for a reader."""


@dataclass(slots=True)
class Shadow:
    """A view built beside the one that serves: its table, and how far it has come."""

    view: View[Any]
    """The view as it serves."""
    beside: View[Any]
    """The same view over the table beside."""
    place: Place
    parked: list[Parked] = field(default_factory=list[Parked])

    @property
    def table(self) -> Table:
        """Return the table beside."""
        return self.beside.table

    @property
    def position(self) -> int:
        """Return the position of the last fact folded into the table beside."""
        return self.place.position


@dataclass(frozen=True, slots=True)
class Lanes:
    """Some people's facts up to a position; with no people, the facts about nobody.

    `tied` are the records of one person, or a record with facts that no longer count.
    """

    upto: int
    people: tuple[UUID, ...] = ()
    tied: bool = False


Filled = Iterable[list[Parked]]
Fill = Callable[[Sequence[View[Any]], Iterable[Lanes]], Filled]
"""Fills tables with lanes, in whatever order, in one process or several."""


def rebuild_beside(
    engine: Engine, log: Log, views: Sequence[View[Any]], fill: Fill | None = None
) -> list[Shadow]:
    """Build views beside the ones that serve, up to the log's end as it is now.

    `engine` is the owner's. What is recorded meanwhile comes in with `catch_up`.
    """
    place = _end(log)
    shadows = [Shadow(view, beside(view), place) for view in views]
    tables = [shadow.beside for shadow in shadows]
    with rows.transaction(engine) as connection:
        for shadow in shadows:
            _make(connection, shadow.beside)
    fill = fill or partial(_fill_here, engine, log)
    for parked in fill(tables, _lanes(log, place.position)):
        for shadow in shadows:
            shadow.parked += [p for p in parked if p.view == shadow.beside.name]
    for shadow in shadows:
        with rows.transaction(engine) as connection:
            _furnish(connection, shadow)
    return shadows


def fill_lanes(
    engine: Engine, log: Log, beside: Sequence[View[Any]], lanes: Lanes
) -> list[Parked]:
    """Fold these lanes into tables beside; return who could not be folded."""
    with rows.transaction(engine) as connection, rows.uncollected():
        if lanes.tied:
            together = everything(log, lanes.people[0], lanes.upto)
            still = {view.name: set[UUID]() for view in beside}
            return fold(connection, log, beside, together, still)
        if lanes.people:
            facts = log.about(lanes.people, lanes.upto)
            return _fill(connection, beside, [facts] if facts else [])
        return _fill(connection, beside, _about_nobody(log, lanes.upto))


def catch_up(engine: Engine, log: Log, shadow: Shadow, upto: int | None = None) -> None:
    """Fold into a table beside what the log holds by now, or holds up to a position."""
    while True:
        with rows.transaction(engine) as connection:
            place = _catch_up(connection, log, shadow, shadow.place, upto)
        if place == shadow.place:
            return
        shadow.place = place


def take_place(engine: Engine, log: Log, shadow: Shadow) -> None:
    """Let a table beside become the view: one short transaction, nobody is refused.

    Waits for readers of the old table no longer than PATIENCE, and raises psycopg's
    `LockNotAvailable` then: nothing has changed, and asking again is all it takes.
    """
    catch_up(engine, log, shadow)
    name = shadow.view.name
    with rows.transaction(engine) as connection:
        connection.execute(
            sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(PATIENCE))
        )
        live = hold(connection, [name])[name]
        place = shadow.place
        while (on := _catch_up(connection, log, shadow, place, live.position)) != place:
            place = on
        _rename(connection, shadow)
        connection.execute("DELETE FROM view.parked WHERE view = %s", (name,))
        park(connection, [replace(parked, view=name) for parked in shadow.parked])
        connection.execute(
            "UPDATE view.progress SET edition = %s, position = %s, hash = %s, origin = %s"
            " WHERE view = %s",
            (shadow.view.edition, place.position, place.hash, place.origin, name),
        )


def drop_beside(connection: Connection) -> list[str]:
    """Drop what broken rebuilds left behind; return the names of the tables dropped."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'view'::regnamespace"
        " AND relkind = 'r' AND relname LIKE %s",
        (f"%{BESIDE}".replace("_", r"\_"),),
    ).fetchall()
    for (name,) in found:
        connection.execute(
            sql.SQL("DROP TABLE {}").format(sql.Identifier("view", name))
        )
    return [name for (name,) in found]


def beside(view: View[Any]) -> View[Any]:
    """Return the same view over the table beside."""
    name = view.name + BESIDE
    table = view.table.to_metadata(MetaData(schema="view"), name=name)
    return replace(view, name=name, table=table)


def _make(connection: Connection, beside: View[Any]) -> None:
    connection.execute(
        "SELECT view.make_table(%s, %s, %s)",
        (beside.name, columns_of(beside), beside.scope),
    )


def _furnish(connection: Connection, shadow: Shadow) -> None:
    """Make the indexes its questions need, and let the planner know the table."""
    connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for index in shadow.view.indexes:
        connection.execute(
            index.replace(
                f" ON view.{shadow.view.name} ", f" ON view.{shadow.beside.name} "
            ).encode()
        )
    connection.execute(
        sql.SQL("ANALYZE {}").format(sql.Identifier("view", shadow.beside.name))
    )


def _lanes(log: Log, upto: int) -> Iterator[Lanes]:
    yield Lanes(upto)
    groups = every_tied(log)
    apart = {person for group in groups for person in group}
    last: UUID | None = None
    while people := log.people(last, PEOPLE):
        last = people[-1]
        if free := tuple(person for person in people if person not in apart):
            yield Lanes(upto, free)
    for group in groups:
        yield Lanes(upto, tuple(group), tied=True)


def _about_nobody(log: Log, upto: int) -> Iterator[Sequence[Logged]]:
    last: Logged | None = None
    while facts := log.about_nobody(
        (last.stream, last.version) if last else None, upto, BATCH
    ):
        last = facts[-1]
        yield facts


def _fill_here(
    engine: Engine, log: Log, beside: Sequence[View[Any]], lanes: Iterable[Lanes]
) -> Filled:
    return (fill_lanes(engine, log, beside, each) for each in lanes)


def _fill(
    connection: Connection,
    beside: Sequence[View[Any]],
    pages: Iterable[Sequence[Logged]],
) -> list[Parked]:
    """Fold pages of whole lanes; only a page's last stream may go on in the next."""
    parked: list[Parked] = []
    still: dict[str, set[UUID]] = {view.name: set() for view in beside}
    on: dict[str, dict[UUID, Standing]] = {view.name: {} for view in beside}
    for page in pages:
        facts = readable(connection, beside, page)
        batches = {by: keyed(by, facts) for by in {view.key for view in beside}}
        for view in beside:
            batch, whole = batches[view.key], on[view.name]
            held = [whole.pop(key, None) or Standing() for key in batch.keys]
            parked += fold_rows(view, held, batch, still[view.name])
            whole |= zip(batch.keys, held, strict=True)
            last = whole.pop(page[-1].stream, None)
            rows.insert(connection, view, list(whole), list(whole.values()))
            on[view.name] = {page[-1].stream: last} if last else {}
    for view in beside:
        whole = on[view.name]
        rows.insert(connection, view, list(whole), list(whole.values()))
    return parked


def _catch_up(
    connection: Connection, log: Log, shadow: Shadow, place: Place, upto: int | None
) -> Place:
    """Fold one batch into the table beside; return the place it comes to on commit."""
    facts = _next(log, place)
    facts = [fact for fact in facts if upto is None or fact.position <= upto]
    if not facts:
        return place
    still = {shadow.beside.name: {parked.lane for parked in shadow.parked}}
    shadow.parked += fold(connection, log, [shadow.beside], facts, still)
    return Place(facts[-1].position, facts[-1].hash, log.origin)


def _next(log: Log, place: Place) -> Sequence[Logged]:
    if place.position == 0:
        return log.after(0, BATCH)
    last, *facts = log.after(place.position - 1, BATCH + 1)
    if last.hash != place.hash or log.origin != place.origin:
        raise LogChanged
    return facts


def _end(log: Log) -> Place:
    position = log.last_position()
    if position == 0:
        return Place()
    (last,) = log.after(position - 1, 1)
    return Place(position, last.hash, log.origin)


def _rename(connection: Connection, shadow: Shadow) -> None:
    """Drop the old table and give its name, and its indexes' names, to the new one."""
    name, beside = shadow.view.name, shadow.beside.name
    connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier("view", name)))
    connection.execute(
        sql.SQL("ALTER TABLE {} RENAME TO {}").format(
            sql.Identifier("view", beside), sql.Identifier(name)
        )
    )
    found = connection.execute(
        "SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
        " WHERE x.indrelid = %s::regclass",
        (f"view.{name}",),
    ).fetchall()
    for (index,) in found:
        connection.execute(
            sql.SQL("ALTER INDEX {} RENAME TO {}").format(
                sql.Identifier("view", index),
                sql.Identifier(index.replace(BESIDE, "")),
            )
        )
