"""Folds the log into views: rows and position in one transaction, so exactly once.

A fact that cannot be folded parks its row's key: the row stays as it was, the failure is
noted for an alarm, and everybody else goes on. Destroyed keys drop a person from every
view. All views at one place share a batch's transaction; while PostgreSQL writes, the
next batch is read.
"""

from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from psycopg import Connection as Raw
from psycopg import sql
from sqlalchemy import Connection, Engine, column, select, table

from domain.log import Erased, Log, Logged
from domain.person.counted import TURNING
from projections import rows
from projections.joining import everything, joined, parts, tied, turned
from projections.rows import Standing
from projections.view import View

BATCH: Final = 500
KEYS_DESTROYED: Final = frozenset(
    {"person.keys_destroyed", "clue.keys_destroyed", "danger_report.keys_destroyed"}
)
"""The facts after which nothing about somebody may stay in any view."""
NO_LOCK: Final = sql.SQL("")

progress = table("progress", column("view"), column("position"), schema="view")
parked = table(
    "parked",
    column("view"),
    column("lane"),
    column("position"),
    column("failure"),
    schema="view",
)


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


@dataclass(frozen=True, slots=True)
class Keyed:
    """Facts with the keys of their rows; each key is hashed once a batch, not once a view."""

    keys: list[UUID]
    facts: list[tuple[int, Logged]]
    """Each fact with its key's index."""


Key = Callable[[Logged], UUID | None]
Lanes = MutableMapping[str, set[UUID]]
"""By view, the lanes that stand still."""


class Folding:
    """Keeps a set of views in step with the log."""

    def __init__(self, engine: Engine, log: Log, views: Sequence[View[Any]]) -> None:
        """Take the clerk's database, the log, and every view there is."""
        self._engine = engine
        self._log = log
        self._views = {view.name: view for view in views}
        self._ahead: tuple[Place, Sequence[Logged]] | None = None

    def step(self, limit: int = BATCH) -> int:
        """Fold one batch into the views that are furthest behind.

        Returns how many facts were read; 0 when every view has reached the end. Raises
        `LogChanged` when the log is not the one the views were folded from.
        """
        reached = self._places()
        behind = min(reached.values(), key=lambda place: place.position)
        with rows.uncollected():
            facts = self._read(behind, limit)
            if facts:
                there = [name for name, place in reached.items() if place == behind]
                self._fold(there, behind, facts, limit)
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
        with rows.transaction(self._engine) as connection:
            hold(connection, [name])
            connection.execute(
                sql.SQL("DELETE FROM {}").format(
                    sql.Identifier("view", self._views[name].table.name)
                )
            )
            connection.execute("DELETE FROM view.parked WHERE view = %s", (name,))
            _come_to(connection, [name], Place())

    def unpark(self, name: str, lane: UUID) -> None:
        """Fold one person, or one other stream, again from the beginning."""
        view = self._views[name]
        with rows.transaction(self._engine) as connection:
            here = hold(connection, [name])[name].position
            facts = everything(self._log, lane, here) or self._log.stream(lane, here)
            lanes = [lane, *{fact.person for fact in facts if fact.person}]
            rows.delete(connection, view, keyed(view.key, facts).keys)
            connection.execute(
                "DELETE FROM view.parked WHERE view = %s AND lane = ANY(%s::uuid[])",
                (name, rows.array(lanes)),
            )
            park(connection, fold(connection, self._log, [view], facts, {name: set()}))

    def parked(self) -> list[Parked]:
        """Return who stands still in which view."""
        with self._engine.begin() as connection:
            return [Parked(*row) for row in connection.execute(select(parked))]

    def _places(self) -> dict[str, Place]:
        with rows.transaction(self._engine) as connection:
            return places(connection, self._views)

    def _read(self, behind: Place, limit: int) -> Sequence[Logged]:
        """Read on, from the very fact that was folded last."""
        ahead, self._ahead = self._ahead, None
        if ahead and ahead[0] == behind and ahead[1]:
            return ahead[1]
        if behind.position == 0:
            return self._log.after(0, limit)
        last, *facts = self._log.after(behind.position - 1, limit + 1) or [None]
        is_same = last is not None and last.hash == behind.hash
        if not is_same or behind.origin != self._log.origin:
            raise LogChanged
        return [fact for fact in facts if fact is not None]

    def _fold(
        self, names: list[str], behind: Place, facts: Sequence[Logged], limit: int
    ) -> None:
        last = facts[-1]
        place = Place(last.position, last.hash, self._log.origin)
        ahead: Sequence[Logged] = ()
        with rows.transaction(self._engine) as connection:
            held = hold(connection, names)
            there = [name for name in names if held[name] == behind]
            views = [self._views[name] for name in there]
            with connection.pipeline():
                still = _still(connection, there)
                park(connection, fold(connection, self._log, views, facts, still))
                _come_to(connection, there, place)
                if len(facts) == limit:
                    ahead = self._read(place, limit)
        self._ahead = (place, ahead)


def positions(connection: Connection) -> dict[str, int]:
    """Return the position every view there is has reached."""
    found = connection.execute(select(progress.c.view, progress.c.position))
    return {row.view: row.position for row in found}


def fold(
    connection: Raw,
    log: Log,
    views: Sequence[View[Any]],
    facts: Sequence[Logged],
    still: Lanes,
) -> list[Parked]:
    """Fold facts into views that all stand before them; return who stands still now.

    `still` holds by view who stood still before, and is added to. Position and parked
    lanes are the caller's to keep.
    """
    newly = left_behind(connection, log, views, facts, still)
    for part in parts(readable(connection, views, facts)):
        if part[0].topic in TURNING:
            newly += _turn(connection, log, views, part[0], still)
        else:
            newly += _fold_part(connection, views, joined(log, part), still)
    return newly


def _turn(
    connection: Raw, log: Log, views: Sequence[View[Any]], turning: Logged, still: Lanes
) -> list[Parked]:
    """Give the rows of everybody a fact concerns the version they have from it on."""
    if turning.person is None:
        return []
    everybody = everything(log, turning.person, turning.position)
    facts = readable(connection, (), everybody)
    people = {fact.person for fact in everybody if fact.person}
    newly: list[Parked] = []
    for view in views:
        if not people.isdisjoint(still[view.name]):
            failure = "BesideParked"
        elif not (failure := _turn_view(connection, view, facts, turning.position)):
            continue
        stuck = people - still[view.name]
        still[view.name] |= stuck
        newly += [
            Parked(view.name, lane, turning.position, failure) for lane in sorted(stuck)
        ]
    return newly


def _turn_view(
    connection: Raw, view: View[Any], facts: Sequence[Logged], position: int
) -> str | None:
    try:
        made = turned(view, facts)
    except Exception as failure:  # noqa: BLE001 - whatever it is, only these people stop
        return type(failure).__name__
    keys = list(made)
    held = rows.answered(rows.ask(connection, view, keys), view, keys)
    for standing, row in zip(held, made.values(), strict=True):
        if rows.differ(row, standing.row):
            standing.change(row, position)
    rows.write(connection, view, keys, held)
    return None


def left_behind(
    connection: Raw,
    log: Log,
    views: Sequence[View[Any]],
    facts: Sequence[Logged],
    still: Lanes,
) -> list[Parked]:
    """Fold those afresh whose rows held what was known of somebody erased now."""
    gone = {f.person for f in facts if f.topic in KEYS_DESTROYED and f.person}
    groups = tied(log, gone) if gone else {}
    others = {one for group in groups.values() for one in group} - gone
    if not others:
        return []
    readable(connection, views, [f for f in facts if f.topic in KEYS_DESTROYED])
    of_people = [view for view in views if "person" in view.table.c]
    for view in of_people:
        rows.delete_people(connection, view, others)
    newly: list[Parked] = []
    for group in {tuple(group) for group in groups.values()}:
        before = everything(log, group[0], facts[0].position - 1)
        newly += fold(connection, log, of_people, _without_erasure(before), still)
    return newly


def _without_erasure(facts: Sequence[Logged]) -> list[Logged]:
    return [fact for fact in facts if fact.topic not in KEYS_DESTROYED]


def _fold_part(
    connection: Raw, views: Sequence[View[Any]], facts: Sequence[Logged], still: Lanes
) -> list[Parked]:
    batches = {by: keyed(by, facts) for by in {view.key for view in views}}
    newly: list[Parked] = []
    with connection.pipeline():
        asked = [
            (view, batch, rows.ask(connection, view, batch.keys))
            for view in views
            if (batch := batches[view.key]).keys
        ]
        for view, batch, cursor in asked:
            held = rows.answered(cursor, view, batch.keys)
            newly += fold_rows(view, held, batch, still[view.name])
            rows.write(connection, view, batch.keys, held)
    return newly


def fold_rows(
    view: View[Any], held: Sequence[Standing], batch: Keyed, still: set[UUID]
) -> list[Parked]:
    """Fold facts into the rows in hand; return who stands still from now on."""
    newly: list[Parked] = []
    for index, fact in batch.facts:
        if still and (fact.person or batch.keys[index]) in still:
            continue
        if failure := _fold_one(view, held[index], fact):
            lane = fact.person or batch.keys[index]
            still.add(lane)
            newly.append(Parked(view.name, lane, fact.position, failure))
    return newly


def _fold_one(view: View[Any], standing: Standing, fact: Logged) -> str | None:
    try:
        row = view.fold(standing.row, fact)
    except Exception as failure:  # noqa: BLE001 - whatever it is, only this lane stops
        return type(failure).__name__
    if rows.differ(row, standing.row):
        standing.change(row, fact.position)
    return None


def keyed(by: Key, facts: Sequence[Logged]) -> Keyed:
    """Return the facts a view has rows for, with those rows' keys."""
    at: dict[UUID, int] = {}
    placed = [
        (at.setdefault(key, len(at)), fact)
        for fact in facts
        if (key := by(fact)) is not None
    ]
    return Keyed(list(at), placed)


def readable(
    connection: Raw, views: Sequence[View[Any]], facts: Sequence[Logged]
) -> list[Logged]:
    """Drop whoever's keys are destroyed from the views, and their facts from the batch."""
    newly = list({f.person for f in facts if f.topic in KEYS_DESTROYED and f.person})
    if newly:
        connection.execute(
            "INSERT INTO view.erased SELECT unnest(%s::uuid[]) ON CONFLICT DO NOTHING",
            (newly,),
        )
        for view in views:
            rows.delete_people(connection, view, newly)
    about = {fact.person for fact in facts if fact.person}
    found = connection.execute(
        "SELECT person FROM view.erased WHERE person = ANY(%s::uuid[])",
        (rows.array(about),),
        prepare=True,
    )
    gone = {person for (person,) in found}
    return [
        fact
        for fact in facts
        if fact.person not in gone and not isinstance(fact.fact, Erased)
    ]


def hold(connection: Raw, names: Collection[str]) -> dict[str, Place]:
    """Lock these views' places, always in one order, and return them."""
    return places(connection, names, sql.SQL("ORDER BY view FOR UPDATE"))


def places(
    connection: Raw, names: Collection[str], lock: sql.Composable = NO_LOCK
) -> dict[str, Place]:
    """Return the place each of these views has come to."""
    found = connection.execute(
        sql.SQL(
            "SELECT view, position, hash, origin FROM view.progress"
            " WHERE view = ANY(%s) {}"
        ).format(lock),
        (list(names),),
        prepare=True,
    )
    return {name: Place(*place) for name, *place in found}


def _come_to(connection: Raw, names: Sequence[str], place: Place) -> None:
    connection.execute(
        "UPDATE view.progress SET position = %s, hash = %s, origin = %s"
        " WHERE view = ANY(%s)",
        (place.position, place.hash, place.origin, list(names)),
        prepare=True,
    )


def _still(connection: Raw, names: Sequence[str]) -> Lanes:
    found = connection.execute(
        "SELECT view, lane FROM view.parked WHERE view = ANY(%s)",
        (list(names),),
        prepare=True,
    )
    still: Lanes = {name: set() for name in names}
    for name, lane in found:
        still[name].add(lane)
    return still


def park(connection: Raw, newly: Sequence[Parked]) -> None:
    """Note who stands still from now on."""
    for each in newly:
        connection.execute(
            "INSERT INTO view.parked (view, lane, position, failure)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (each.view, each.lane, each.position, each.failure),
        )
