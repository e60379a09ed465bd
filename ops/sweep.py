"""After keys were destroyed: nothing of the person stays in the database's own files.

Deleting a row leaves it in four places. In the table's and its indexes' files until they
are written anew; in the planner's statistics, which quote values word for word; in the
write-ahead log; and, where a transaction still looks at an older state, even in a table
that was written anew. So each table of the views and the table of wrapped keys is
rewritten and asked whether it had to keep dead rows, its statistics are cleared, gathered
again and rewritten too, and then the write-ahead log is used up and thrown away.

The log of events is left alone: it never held anything but what is sealed.
"""

import re
from collections.abc import Iterator
from time import monotonic, sleep
from typing import Any, Final

import psycopg
from psycopg import errors, sql

from projections.rebuilding import REBUILDING, drop_beside

PATIENCE: Final = 60.0
"""Seconds to wait for transactions that still look at an older state."""
_HELD_UP: Final = "2s"
"""How long others may have to wait behind a rewrite that itself waits for somebody."""
_POLL: Final = 0.2
CLEARS_STATISTICS: Final = 180000
"""The first server that lets a table's owner clear its statistics."""
_MOST_TURNS: Final = 200

Connection = psycopg.Connection[tuple[Any, ...]]


def sweep_tables(owner_url: str, patience: float = PATIENCE) -> list[str]:
    """Rewrite every table that can have held a person, with its statistics.

    Waits for a rebuild under way: its tables beside hold what was deleted meanwhile.
    Returns those that still hold dead rows, because a transaction looks at an older state.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (REBUILDING,))
        drop_beside(connection)
        connection.execute("SELECT set_config('lock_timeout', %s, false)", (_HELD_UP,))
        tables = [("keys", "data_key"), *_views(connection)]
        kept = [table for table in tables if _rewritten(connection, table, patience)]
        for table in tables:
            _renew_statistics(connection, table)
        statistics = ("pg_catalog", "pg_statistic")
        if _rewritten(connection, statistics, patience):
            kept.append(statistics)
    return [".".join(table) for table in kept]


def sweep_keys(owner_url: str, patience: float = PATIENCE) -> bool:
    """Rewrite the table of wrapped keys alone; return whether nothing old is left in it."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT set_config('lock_timeout', %s, false)", (_HELD_UP,))
        return not _rewritten(connection, ("keys", "data_key"), patience)


def sweep_write_ahead_log(super_url: str) -> int:
    """Use up and throw away every segment there is; of a server that is ours alone.

    A segment is usually kept under a later name with its old bytes in it. So that is
    switched off, segments are filled with zeros one after the other, and a checkpoint
    deletes them, until none is left of those there were: twice, because the server may
    have given one a later name before it heard of the setting. Returns how many something
    else still holds, such as a replication slot.
    """
    with psycopg.connect(super_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_recycle = off")
        connection.execute("SELECT pg_reload_conf()")
        try:
            left = max(_used_up(connection) for _ in range(2))
        finally:
            connection.execute("ALTER SYSTEM RESET wal_recycle")
            connection.execute("SELECT pg_reload_conf()")
    return left


def _used_up(connection: Connection) -> int:
    before = left = _segments(connection)
    for _ in range(min(len(before) + 2, _MOST_TURNS)):
        if not left:
            break
        connection.execute("SELECT pg_logical_emit_message(false, 'suian', '')")
        connection.execute("SELECT pg_switch_wal()")
        connection.execute("CHECKPOINT")
        left = before & _segments(connection)
    return len(left)


def _segments(connection: Connection) -> set[str]:
    rows = connection.execute(
        "SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'"
    )
    return {name for (name,) in rows}


def _views(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.execute(
        "SELECT 'view', relname FROM pg_class"
        " WHERE relnamespace = 'view'::regnamespace AND relkind = 'r' ORDER BY relname"
    )
    return [(schema, name) for schema, name in rows]


def _rewritten(connection: Connection, table: tuple[str, str], patience: float) -> int:
    """Rewrite a table until no dead row had to be kept; return how many had to be.

    A table that could not be had, because somebody is reading it, counts as one.
    """
    end = monotonic() + patience
    while (dead := _rewrite(connection, table)) and monotonic() < end:
        sleep(_POLL)
    return dead


def _rewrite(connection: Connection, table: tuple[str, str]) -> int:
    told: list[str] = []

    def hear(notice: psycopg.errors.Diagnostic) -> None:
        told.append(notice.message_detail or "")

    connection.add_notice_handler(hear)
    try:
        connection.execute(
            sql.SQL("VACUUM (FULL, VERBOSE) {}").format(sql.Identifier(*table))
        )
    except errors.LockNotAvailable:
        return 1
    finally:
        connection.remove_notice_handler(hear)
    return sum(_first_numbers(told))


def _first_numbers(details: list[str]) -> Iterator[int]:
    """Read how many dead rows could not be removed yet: VACUUM says it first."""
    for detail in details:
        if found := re.match(r"\D*(\d+)", detail):
            yield int(found[1])


def _renew_statistics(connection: Connection, table: tuple[str, str]) -> None:
    """Forget what the planner quotes from a table: gathering alone keeps an empty one's."""
    if connection.info.server_version >= CLEARS_STATISTICS:
        connection.execute(
            "SELECT pg_clear_attribute_stats(%s, %s, attname::text, false)"
            " FROM pg_attribute WHERE attrelid = format('%%I.%%I', %s::text,"
            " %s::text)::regclass AND attnum > 0 AND NOT attisdropped",
            (*table, *table),
        )
    connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(*table)))
