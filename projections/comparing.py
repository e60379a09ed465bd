"""Holds two tables of one view against each other, version for version.

One may have come further than the other: what came after the earlier of the two places is
left out, and a version ended after it counts as standing. Whoever was erased is in neither.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from psycopg import Connection, sql

from projections.folding import places
from projections.rebuilding import Shadow
from projections.view import FRAME, View

SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Differences:
    """How two tables of a view differ up to a position, in numbers and in examples."""

    view: str
    position: int
    same: int
    missing: int
    """Versions that only the serving table has."""
    extra: int
    """Versions that only the table beside has."""
    changed: int
    """Versions both have, with other values."""
    erased: int
    """Versions the serving table holds of people whose keys are destroyed."""
    examples: tuple[tuple[UUID, int], ...]
    """Key and first position of some that differ: no value, so that nothing is shown."""

    @property
    def is_exact(self) -> bool:
        """Whether the serving table is what the log makes, and holds nobody erased."""
        return not (self.count or self.erased)

    @property
    def count(self) -> int:
        """Return how many versions differ."""
        return self.missing + self.extra + self.changed


def compare(connection: Connection, view: View[Any], shadow: Shadow) -> Differences:
    """Compare the serving table with the one beside, as far as both have come.

    `connection` begins its transaction here and sees one moment throughout. Columns that
    only one of them has are not compared.
    """
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    position = min(places(connection, [view.name])[view.name].position, shadow.position)
    own = _shared(connection, view.name, shadow.table.name)
    sides = {
        side: _side(table, own, position)
        for side, table in (("live", view.name), ("beside", shadow.table.name))
    }
    compared = sql.SQL(
        "SELECT key, from_position, CASE"
        " WHEN beside.from_position IS NULL THEN 'missing'"
        " WHEN live.from_position IS NULL THEN 'extra'"
        " WHEN live.row IS DISTINCT FROM beside.row THEN 'changed' ELSE 'same' END AS how"
        " FROM ({live}) live FULL JOIN ({beside}) beside USING (key, from_position)"
    ).format(**sides)
    counted = sql.SQL(
        "SELECT how, count(*), {} FROM ({}) compared GROUP BY how"
    ).format(
        sql.SQL(", ").join(
            sql.SQL(
                "(array_agg({} ORDER BY from_position) FILTER (WHERE how <> 'same'))[:{}]"
            ).format(sql.Identifier(column), sql.Literal(SHOWN))
            for column in ("key", "from_position")
        ),
        compared,
    )
    found = connection.execute(counted).fetchall()
    numbers = {how: number for how, number, *_ in found}
    examples = [
        example
        for _, _, keys, positions in found
        for example in zip(keys or (), positions or (), strict=True)
    ]
    return Differences(
        view.name,
        position,
        numbers.get("same", 0),
        numbers.get("missing", 0),
        numbers.get("extra", 0),
        numbers.get("changed", 0),
        _erased(connection, view.name) if "person" in own else 0,
        tuple(sorted(examples, key=lambda each: each[1])[:SHOWN]),
    )


def _side(table: str, own: list[str], position: int) -> sql.Composed:
    ended = sql.SQL("CASE WHEN to_position <= {} THEN to_position END").format(
        sql.Literal(position)
    )
    erased = (
        sql.SQL(
            " AND (person IS NULL OR person NOT IN (SELECT person FROM view.erased))"
        )
        if "person" in own
        else sql.SQL("")
    )
    return sql.SQL(
        "SELECT key, from_position, ROW({}) AS row FROM {} WHERE from_position <= {}{}"
    ).format(
        sql.SQL(", ").join([ended, *map(sql.Identifier, own)]),
        sql.Identifier("view", table),
        sql.Literal(position),
        erased,
    )


def _erased(connection: Connection, table: str) -> int:
    row = connection.execute(
        sql.SQL("SELECT count(*) FROM {} JOIN view.erased USING (person)").format(
            sql.Identifier("view", table)
        )
    ).fetchone()
    return int(row[0]) if row else 0


def _shared(connection: Connection, *tables: str) -> list[str]:
    """Return the columns all tables have, of the same type."""
    found = connection.execute(
        "SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'view'::regnamespace AND c.relname = ANY(%s)"
        " AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.attname = ANY(%s)"
        " GROUP BY a.attname, a.atttypid HAVING count(*) = %s ORDER BY a.attname",
        (list(tables), list(FRAME), len(tables)),
    )
    return [name for (name,) in found]
