"""Folds the log into views: rows and position in one transaction, so exactly once.

A fact that cannot be folded parks its row's key: the row stays as it was, the failure is
noted for an alarm, and everybody else goes on. Destroyed keys drop a person from every
view.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    bindparam,
    column,
    delete,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.log import Erased, Log, Logged
from projections.view import View

BATCH: Final = 500
KEYS_DESTROYED: Final = "person.keys_destroyed"

progress = table(
    "progress",
    column("view"),
    column("edition"),
    column("position"),
    column("hash"),
    column("origin"),
    schema="view",
)
parked = table(
    "parked",
    column("view"),
    column("lane"),
    column("position"),
    column("failure"),
    schema="view",
)
erased = table("erased", column("person"), schema="view")


class LogChanged(Exception):
    """The log is not the one the views were folded from: shorter, another, rewritten.

    Nothing is folded until somebody has looked; rebuilding the views starts afresh.
    """


@dataclass(frozen=True, slots=True)
class Place:
    """How far a view has come: the position, that fact's hash, and the log's origin."""

    position: int = 0
    hash: bytes = b""
    origin: UUID | None = None


@dataclass(frozen=True, slots=True)
class Parked:
    """A person, or another party's stream, whose rows stand still in one view.

    The fact at `position` could not be folded; `failure` names the exception's class.
    """

    view: str
    lane: UUID
    position: int
    failure: str


@dataclass(slots=True)
class _Standing:
    """A key's row in hand, where it first changed, and the versions to be written."""

    row: Any = None
    first_change: int | None = None
    written: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def change(self, row: Any, position: int) -> None:
        """Let another row stand from a position on."""
        if self.first_change is None:
            self.first_change = position
        if self.written:
            self.written[-1]["to_position"] = position
        if row is not None:
            self.written.append(
                {**asdict(row), "from_position": position, "to_position": None}
            )
        self.row = row


class Folding:
    """Keeps a set of views in step with the log."""

    def __init__(self, engine: Engine, log: Log, views: Sequence[View[Any]]) -> None:
        """Take the clerk's database, the log, and every view there is."""
        self._engine = engine
        self._log = log
        self._views = {view.name: view for view in views}

    def step(self, limit: int = BATCH) -> int:
        """Fold one batch into the views that are furthest behind.

        Returns how many facts were read; 0 when every view has reached the end. Raises
        `LogChanged` when the log is not the one the views were folded from.
        """
        places = self._places()
        behind = min(places.values(), key=lambda place: place.position)
        facts = self._read(behind, limit)
        for name, place in places.items():
            if facts and place == behind:
                self._fold(self._views[name], behind, facts)
        return len(facts)

    def catch_up(self) -> int:
        """Fold until every view has reached the end; return how many facts were read."""
        total = 0
        while read := self.step():
            total += read
        return total

    def positions(self) -> Mapping[str, int]:
        """Return the position each view has reached."""
        return {name: place.position for name, place in self._places().items()}

    def refold(self, name: str) -> None:
        """Empty a view; the next steps fold it again from the beginning."""
        with self._engine.begin() as connection:
            connection.execute(delete(self._views[name].table))
            connection.execute(delete(parked).where(parked.c.view == name))
            connection.execute(
                update(progress)
                .where(progress.c.view == name)
                .values(position=0, hash=b"", origin=None)
            )

    def unpark(self, name: str, lane: UUID) -> None:
        """Fold one person, or one other stream, again from the beginning."""
        view = self._views[name]
        with self._engine.begin() as connection:
            here = _hold(connection, name).position
            facts = self._log.person(lane, here) or self._log.stream(lane, here)
            keys = {view.key(fact) for fact in facts} - {None}
            connection.execute(delete(view.table).where(view.table.c.key.in_(keys)))
            connection.execute(
                delete(parked).where(parked.c.view == name, parked.c.lane == lane)
            )
            _fold_batch(connection, view, facts)

    def parked(self) -> list[Parked]:
        """Return who stands still in which view."""
        with self._engine.begin() as connection:
            return [Parked(*row) for row in connection.execute(select(parked))]

    def _places(self) -> dict[str, Place]:
        with self._engine.begin() as connection:
            rows = connection.execute(
                select(progress).where(progress.c.view.in_(self._views))
            )
            return {r.view: Place(r.position, r.hash, r.origin) for r in rows}

    def _read(self, behind: Place, limit: int) -> Sequence[Logged]:
        """Read on, from the very fact that was folded last."""
        if behind.position == 0:
            return self._log.after(0, limit)
        last, *facts = self._log.after(behind.position - 1, limit + 1) or [None]
        is_same = last is not None and last.hash == behind.hash
        if not is_same or behind.origin != self._log.origin:
            raise LogChanged
        return [fact for fact in facts if fact is not None]

    def _fold(self, view: View[Any], behind: Place, facts: Sequence[Logged]) -> None:
        with self._engine.begin() as connection:
            if _hold(connection, view.name) == behind:
                _fold_batch(connection, view, facts)
                last = facts[-1]
                connection.execute(
                    update(progress)
                    .where(progress.c.view == view.name)
                    .values(
                        position=last.position, hash=last.hash, origin=self._log.origin
                    )
                )


def positions(connection: Connection) -> dict[str, int]:
    """Return the position every view there is has reached."""
    rows = connection.execute(select(progress.c.view, progress.c.position))
    return {row.view: row.position for row in rows}


def _hold(connection: Connection, name: str) -> Place:
    row = connection.execute(
        select(progress.c.position, progress.c.hash, progress.c.origin)
        .where(progress.c.view == name)
        .with_for_update()
    ).one()
    return Place(row.position, row.hash, row.origin)


def _fold_batch(
    connection: Connection, view: View[Any], facts: Sequence[Logged]
) -> None:
    keyed = [
        (key, fact)
        for fact in _readable(connection, view, facts)
        if (key := view.key(fact)) is not None
    ]
    held = _held(connection, view, {key for key, _ in keyed})
    still = _parked_lanes(connection, view)
    for key, fact in keyed:
        lane = fact.person or key
        if lane not in still and (failure := _fold_one(view, held[key], fact)):
            still.add(lane)
            connection.execute(
                upsert(parked)
                .values(
                    view=view.name, lane=lane, position=fact.position, failure=failure
                )
                .on_conflict_do_nothing()
            )
    _write(connection, view, held)


def _fold_one(view: View[Any], standing: _Standing, fact: Logged) -> str | None:
    try:
        row = view.fold(standing.row, fact)
    except Exception as failure:  # noqa: BLE001 - whatever it is, only this lane stops
        return type(failure).__name__
    if row != standing.row:
        standing.change(row, fact.position)
    return None


def _readable(
    connection: Connection, view: View[Any], facts: Sequence[Logged]
) -> list[Logged]:
    """Drop whoever's keys are destroyed from the view, and their facts from the batch."""
    newly = {f.person for f in facts if f.topic == KEYS_DESTROYED}
    if newly:
        connection.execute(
            upsert(erased)
            .values([{"person": person} for person in newly])
            .on_conflict_do_nothing()
        )
        if "person" in view.table.c:
            connection.execute(delete(view.table).where(view.table.c.person.in_(newly)))
    about = {fact.person for fact in facts if fact.person}
    gone = set(
        connection.execute(
            select(erased.c.person).where(erased.c.person.in_(about))
        ).scalars()
    )
    return [
        fact
        for fact in facts
        if fact.person not in gone and not isinstance(fact.fact, Erased)
    ]


def _held(
    connection: Connection, view: View[Any], keys: Iterable[UUID]
) -> dict[UUID, _Standing]:
    wanted = list(keys)
    found = {
        row.key: _Standing(view.from_columns(row))
        for row in connection.execute(view.rows().where(view.table.c.key.in_(wanted)))
    }
    return {key: found.get(key) or _Standing() for key in wanted}


def _parked_lanes(connection: Connection, view: View[Any]) -> set[UUID]:
    return set(
        connection.execute(
            select(parked.c.lane).where(parked.c.view == view.name)
        ).scalars()
    )


def _write(
    connection: Connection, view: View[Any], held: Mapping[UUID, _Standing]
) -> None:
    table_ = view.table
    ended = [
        {"ended": key, "at": standing.first_change}
        for key, standing in held.items()
        if standing.first_change is not None
    ]
    if ended:
        connection.execute(
            update(table_)
            .where(table_.c.key == bindparam("ended"), table_.c.to_position.is_(None))
            .values(to_position=bindparam("at")),
            ended,
        )
    versions = [
        {"key": key, **version}
        for key, standing in held.items()
        for version in standing.written
    ]
    if versions:
        connection.execute(insert(table_), versions)
