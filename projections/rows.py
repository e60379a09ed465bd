"""Reads and writes row versions: a view's whole batch with one statement each way.

Rows are written as one JSON document that PostgreSQL takes apart by the table's own
columns: a row costs the process a few microseconds, whatever its width. `COPY` refuses
tables with row-level security, and where it is allowed the driver takes longer to write a
row for it than all the rest of folding.
"""

import gc
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any, Final, cast
from uuid import UUID

import msgspec
from psycopg import Connection, Cursor, sql
from psycopg.types.json import Json, set_json_loads
from sqlalchemy import Engine

from projections.view import FRAME, View

AT_ONCE: Final = 1000
"""How many versions one document holds."""
_spelled: Final = msgspec.json.Encoder().encode
_read: Final[Callable[[str | bytes], Any]] = msgspec.json.Decoder().decode


@dataclass(slots=True)
class Standing:
    """A key's row in hand, where it first changed, and the versions to be written."""

    row: Any = None
    first_change: int | None = None
    versions: list[tuple[Any, int, int | None]] = field(
        default_factory=list[tuple[Any, int, int | None]]
    )
    """Each row that stood, from which position, until which."""

    def change(self, row: Any, position: int) -> None:
        """Let another row, or none, stand from a position on."""
        if self.first_change is None:
            self.first_change = position
        if self.versions and self.versions[-1][2] is None:
            before, since, _ = self.versions[-1]
            self.versions[-1] = (before, since, position)
        if row is not None:
            self.versions.append((row, position, None))
        self.row = row


@contextmanager
def uncollected() -> Generator[None]:
    """Let no cycles be looked for meanwhile: facts and rows have none and are many.

    Looking for them took more than half of the time of reading and folding. In several
    threads at once the last word is that they are looked for again.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@contextmanager
def transaction(engine: Engine) -> Generator[Connection]:
    """Give the driver's own connection for one transaction."""
    with engine.begin() as connection:
        yield cast("Connection", connection.connection.driver_connection)


def ask(connection: Connection, view: View[Any], keys: Collection[UUID]) -> Cursor:
    """Ask for the rows that stand under these keys; `answered` reads them.

    Asking and reading are apart so that a pipeline can ask for every view at once.
    """
    cursor = connection.cursor(binary=True)
    set_json_loads(_read, cursor)
    return cursor.execute(
        sql.SQL(
            "SELECT key, {} FROM {} WHERE key = ANY(%s::uuid[]) AND to_position IS NULL"
        ).format(_names(columns(view)), _table(view)),
        (array(keys),),
        prepare=True,
    )


def answered(cursor: Cursor, view: View[Any], keys: Collection[UUID]) -> list[Standing]:
    """Return what stands under each key in turn; an empty standing where nothing does."""
    names = columns(view)
    found = {key: Standing(_row(view, names, row)) for key, *row in cursor.fetchall()}
    return [found.get(key) or Standing() for key in keys]


def _row(view: View[Any], names: tuple[str, ...], values: Iterable[Any]) -> Any:
    row = object.__new__(view.row)
    _values(row).update(zip(names, values, strict=True))
    return row


def _values(row: Any) -> dict[str, Any]:
    return row.__dict__


def write(
    connection: Connection,
    view: View[Any],
    keys: Sequence[UUID],
    held: Sequence[Standing],
) -> None:
    """End the rows that changed and write the versions that followed them."""
    ended = [
        (key, standing.first_change)
        for key, standing in zip(keys, held, strict=True)
        if standing.first_change is not None
    ]
    if not ended:
        return
    connection.execute(
        sql.SQL(
            "UPDATE {} AS row SET to_position = ended.at"
            " FROM unnest(%s::uuid[], %s::bigint[]) AS ended (key, at)"
            " WHERE row.key = ended.key AND row.to_position IS NULL"
        ).format(_table(view)),
        (array(key for key, _ in ended), [at for _, at in ended]),
        prepare=True,
    )
    insert(connection, view, keys, held)


def insert(
    connection: Connection,
    view: View[Any],
    keys: Sequence[UUID],
    held: Sequence[Standing],
) -> None:
    """Write the versions, so many at a time that a document stays small."""
    written: list[dict[str, Any]] = [
        {"key": key, "from_position": since, "to_position": until, **_values(row)}
        for key, standing in zip(keys, held, strict=True)
        for row, since, until in standing.versions
    ]
    into = _names((*FRAME, *columns(view)))
    query = sql.SQL(
        "INSERT INTO {table} ({into})"
        " SELECT {into} FROM json_populate_recordset(NULL::{table}, %s)"
    ).format(table=_table(view), into=into)
    for first in range(0, len(written), AT_ONCE):
        document = Json(written[first : first + AT_ONCE], _spelled)
        connection.execute(query, (document,), prepare=True)


def differ(row: Any, before: Any) -> bool:
    """Return whether two rows of a view, or none and one, have other values."""
    if row is before:
        return False
    return row is None or before is None or _values(row) != _values(before)


def delete(connection: Connection, view: View[Any], keys: Collection[UUID]) -> None:
    """Delete every version under these keys."""
    connection.execute(
        sql.SQL("DELETE FROM {} WHERE key = ANY(%s::uuid[])").format(_table(view)),
        (array(keys),),
    )


def delete_people(
    connection: Connection, view: View[Any], people: Collection[UUID]
) -> None:
    """Delete every version about these people."""
    if "person" in view.table.c:
        connection.execute(
            sql.SQL("DELETE FROM {} WHERE person = ANY(%s::uuid[])").format(
                _table(view)
            ),
            (array(people),),
        )


def columns(view: View[Any]) -> tuple[str, ...]:
    """Return the names of a view's own columns, in the order of its row's fields."""
    return tuple(each.name for each in fields(view.row))


def array(ids: Iterable[UUID]) -> str:
    """Return ids as PostgreSQL writes an array: the driver takes five times as long."""
    return f"{{{','.join([each.hex for each in ids])}}}"


def _table(view: View[Any]) -> sql.Identifier:
    return sql.Identifier("view", view.table.name)


def _names(names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
