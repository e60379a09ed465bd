"""The comparison: the library's own application, recorder, cipher and projection runner.

It holds the same facts as our log, each with its header and its recording time in its
state, and folds them by the very `fold` functions of our views, one fact a transaction, as
the library's `Projection` is made to work. It keeps no row versions and no index but the
key's, and it is a user's best effort: prepared statements, only what changed is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from threading import Condition, Event
from time import perf_counter
from typing import Any, Final, LiteralString, cast
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.cryptography import AESCipher
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import JSONB

from domain.fact import Fact
from domain.log import Erased, Logged
from domain.registry.runner import person_of
from ops.views import columns_of
from projections.view import View

SCHEMA: Final = "upstream"
AT_ONCE: Final = 100
"""Facts inserted together: with a thousand its pipeline once came to a standstill."""


class Facts(Application[UUID]):
    """The library's application; it holds our facts."""

    name = "facts"


def environment(url: str) -> dict[str, str]:
    """Return the library's settings for a database, its cipher on, and make its schema."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}".encode())
    place = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(place["dbname"]),
        "POSTGRES_HOST": str(place["host"]),
        "POSTGRES_PORT": str(place.get("port", "5432")),
        "POSTGRES_USER": str(place["user"]),
        "POSTGRES_PASSWORD": str(place.get("password", "")),
        "POSTGRES_SCHEMA": SCHEMA,
        "SINGLE_ROW_TRACKING": "y",
        "CIPHER_TOPIC": "eventsourcing.cryptography:AESCipher",
        "CIPHER_KEY": AESCipher.create_key(32),
    }


def take_over(app: Facts, facts: Sequence[Logged]) -> None:
    """Let the library's recorder hold these facts, in their order."""
    stored = [
        app.mapper.to_stored_event(
            headed(known.fact, known.recorded_at, known.header, known.event_id)
        )
        for known in facts
        if not isinstance(known.fact, Erased)
    ]
    for start in range(0, len(stored), AT_ONCE):
        app.recorder.insert_events(stored[start : start + AT_ONCE])


def logged(fact: Fact, position: int) -> Logged:
    """Return what the library gave back as our folds take it."""
    values = vars(fact)
    return Logged(
        position=position,
        event_id=UUID(values.pop("event_id")),
        stream=fact.originator_id,
        version=fact.originator_version,
        person=person_of(fact),
        topic=fact.TOPIC,
        recorded_at=fact.timestamp,
        header=values.pop("header"),
        hash=b"",
        fact=fact,
    )


def headed(
    known: Fact, recorded_at: datetime, header: Mapping[str, Any], event_id: UUID
) -> Any:
    """Return a fact with its header and its recording time in its state."""
    fact: Fact = object.__new__(type(known))
    vars(fact).update(
        vars(known), timestamp=recorded_at, header=header, event_id=str(event_id)
    )
    return fact


class Rows(PostgresTrackingRecorder):
    """The library's materialised view: a table of current rows for each of our views."""

    def __init__(self, datastore: PostgresDatastore, **named: Any) -> None:
        """Begin without tables of rows; `hold` makes them."""
        super().__init__(datastore, **named)
        self._tables: list[_Table] = []
        self._kept: dict[tuple[str, UUID], Any] | None = None

    def hold(self, views: Iterable[View[Any]], prefix: str, *, kept: bool) -> None:
        """Make the views' tables; with `kept`, rows once read or written stay in memory."""
        self._tables = [_Table(view, prefix) for view in views]
        self._kept = {} if kept else None
        with self.datastore.transaction(commit=True) as cursor:
            for table in self._tables:
                cursor.execute(table.create)

    def take(self, known: Logged, tracking: Tracking) -> None:
        """Fold one fact into every view: rows and tracking in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            for table in self._tables:
                key = table.view.key(known)
                if key is None:
                    continue
                row = self._row(cursor, table, key)
                changed = table.view.fold(row, known)
                if changed is not None and changed != row:
                    cursor.execute(
                        table.upsert, table.values(key, changed), prepare=True
                    )
                if self._kept is not None:
                    self._kept[table.view.name, key] = changed

    def _row(self, cursor: psycopg.Cursor[Any], table: "_Table", key: UUID) -> Any:
        place = (table.view.name, key)
        if self._kept is not None and place in self._kept:
            return self._kept[place]
        found = cursor.execute(table.select, (key,), prepare=True).fetchone()
        return table.view.row(**found) if found else None


class _Table:
    def __init__(self, view: View[Any], prefix: str) -> None:
        self.view = view
        self.names = [field.name for field in fields(view.row)]
        self.json = {
            column.name for column in view.table.c if isinstance(column.type, JSONB)
        }
        table = sql.Identifier(SCHEMA, f"{prefix}_{view.name}")
        columns = sql.SQL(", ").join(map(sql.Identifier, self.names))
        self.create = sql.SQL("CREATE TABLE {} (key uuid PRIMARY KEY, {})").format(
            table, sql.SQL(cast(LiteralString, columns_of(view)))
        )
        self.select = sql.SQL("SELECT {} FROM {} WHERE key = %s").format(columns, table)
        self.upsert = sql.SQL(
            "INSERT INTO {} (key, {}) VALUES (%s, {}) ON CONFLICT (key) DO UPDATE SET {}"
        ).format(
            table,
            columns,
            sql.SQL(", ").join([sql.Placeholder()] * len(self.names)),
            sql.SQL(", ").join(
                sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name))
                for name in self.names
            ),
        )

    def values(self, key: UUID, row: Any) -> list[Any]:
        """Return a row's values for the upsert."""
        held = ((name, getattr(row, name)) for name in self.names)
        return [
            key,
            *(
                Jsonb(value) if name in self.json and value is not None else value
                for name, value in held
            ),
        ]


class Ended(Exception):
    """A fact could not be folded; the runner tells why when it is ended."""


class Folds(Projection[Rows]):
    """The library's projection over our folds; it waits before each fact for its turn."""

    name = "folds"

    def __init__(self, view: Rows) -> None:
        """Wait at the first fact until `let` is called."""
        super().__init__(view)
        self._turn = Condition()
        self._upto = 0
        self._reached = 0
        self._ended = False

    def process_event(  # pyright: ignore[reportIncompatibleVariableOverride]
        self, domain_event: Any, tracking: Tracking
    ) -> None:
        """Fold one fact when it is its turn."""
        position = tracking.notification_id
        if position > self._upto:
            with self._turn:
                self._turn.wait_for(lambda: position <= self._upto or self._ended)
        if self._ended:
            return
        self.view.take(logged(domain_event, position), tracking)
        if position == self._upto:
            with self._turn:
                self._reached = position
                self._turn.notify_all()

    def let(self, upto: int, broken: Event) -> float:
        """Let it fold up to a position; return the seconds it took.

        Raises `Ended` when the runner has broken off.
        """
        began = perf_counter()
        with self._turn:
            self._upto = upto
            self._turn.notify_all()
            while not self._turn.wait_for(lambda: self._reached == upto, timeout=1):
                if broken.is_set():
                    raise Ended
        return perf_counter() - began

    def end(self) -> None:
        """Let it go by without folding, so that its thread comes to an end."""
        with self._turn:
            self._ended = True
            self._turn.notify_all()


class FoldsOfKeptRows(Folds):
    """The same; its rows stay in memory, so that it reads none."""

    name = "kept"


class Runner:
    """The library's own runner driving our folds."""

    def __init__(
        self, env: dict[str, str], views: Iterable[View[Any]], folds: type[Folds]
    ) -> None:
        """Start it: it stands before the first fact."""
        self._runner = ProjectionRunner[Facts, Rows](
            application_class=Facts, projection_class=folds, view_class=Rows, env=env
        )
        self._projection = cast(Folds, self._runner.projection)
        self._runner.view.hold(views, folds.name, kept=folds is FoldsOfKeptRows)

    def let(self, upto: int) -> float:
        """Let it fold up to a position; return the seconds it took."""
        try:
            return self._projection.let(upto, self._runner.is_interrupted)
        except Ended:
            self.end()
            raise

    def end(self) -> None:
        """Stop it; raises what a fact could not be folded for."""
        self._projection.end()
        try:
            with self._runner:
                pass
        finally:
            self._runner.view.datastore.close()
