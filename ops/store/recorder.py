"""The recorder: one table, positions gapless and in commit order, nothing ever skipped.

It stands behind the library's `ApplicationRecorder` interface and replaces the library's
own PostgreSQL recorder, which locks the whole table for every event.

Why whoever reads `position > last`, and remembers the last position it was given, has
been given every fact, once and in order:

1. A position is handed out in one place only, the function `append` (migration 0007).
   It takes a lock that is held until its transaction has ended; then, as a statement of
   its own, reads the last position; then, as a third, inserts the positions after it. No
   sequence is asked, so a transaction that is rolled back leaves no gap.
2. PostgreSQL makes a transaction visible before it releases the transaction's locks. In
   READ COMMITTED each statement has a snapshot of its own, so the second statement, begun
   when the lock was held, sees the facts of every holder before. Hence positions have no
   gaps, and who holds the lock later has the higher positions. (As one statement, or in
   REPEATABLE READ, the snapshot would be older than the lock and the unique position
   would refuse the append: slow, but not wrong. `line.py` asks for READ COMMITTED.)
3. So when a fact becomes visible, every fact with a lower position has been visible since
   before its writer had the lock. A reader's query has one snapshot: if position p is in
   it, so is every position below p. A reader that goes on from p misses nothing, however
   slow another writer is and in whatever order clients hear of their commits.
4. Commit records stand in the write-ahead log in the same order, so a crash, or a replica
   that is behind, ends after some position and never between two.
5. `recorded_at` is the greatest of the writer's clock and the last fact's, read under the
   same lock: it never runs backwards along the positions.

What this rests on: nobody inserts but through the function (no role the processes have
may), the lock's number is used by nothing else, and a log that was restored to an earlier
end gets a new origin, which every reader compares. `suian check skips` tries to break it,
and shows that a store without the lock is broken by the same means.

Appends that wait are written together (`group.py`), so the lock is paid for once a batch.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock
from typing import Any, Final, LiteralString
from uuid import UUID, uuid5

from eventsourcing.persistence import (
    ApplicationRecorder,
    StoredEvent,
    Subscription,
)
from psycopg import sql
from psycopg.rows import tuple_row
from psycopg_pool import ConnectionPool

from ops.store.bell import Bell
from ops.store.format import FORMAT, UnknownFormat, chained
from ops.store.fronts import LineKeeper, Loop, Threads
from ops.store.line import Line
from ops.store.records import Entry, Fence, Place, Row, Sealed

_COLUMNS = sql.SQL(
    "stream, version, topic, state, position, event_id, person, header, hash,"
    " recorded_at, (SELECT value FROM keys.generation)"
)


_ABOUT: Final = "person = %s AND position <= coalesce(%s, 9223372036854775807)"
_OF_STREAM: Final = "stream = %s AND position <= coalesce(%s, 9223372036854775807)"

Asked = tuple[bytes, tuple[Any, ...]]
"""A statement that returns rows of the log, and its values."""

Question = tuple[LiteralString, tuple[Any, ...]]
"""A statement and its values, to be asked beside another."""


def bell_of(schema: str) -> str:
    """Return the channel on which it is told that a log has grown."""
    return f"suian_{schema}"


_FIRST: Final = UUID(int=0)
"""Comes before every id there is."""


class LogRecorder(ApplicationRecorder):
    """Appends to and reads from one log: the schema named `log` or `reading`."""

    def __init__(
        self,
        pool: ConnectionPool,
        clock: Callable[[], datetime],
        schema: str = "log",
        fence: Callable[[], Fence | None] = lambda: None,
    ) -> None:
        """Refuse a log of another format before anything is read or written.

        With a fence every append is made in a lease's name, and refused in its own
        transaction once somebody else holds the lease.
        """
        self._fence = fence
        self._pool = pool
        self._clock = clock
        self._table = sql.Identifier(schema, "event")
        self._queries: dict[tuple[str, str], bytes] = {}
        self._schema = schema
        self._url = str(pool.conninfo)
        self._bell = Bell(self._url, bell_of(schema))
        self._keeper = LineKeeper(self._open_line)
        self._threads = Threads(self._keeper, self._bell.ring)
        self._loops: dict[asyncio.AbstractEventLoop, tuple[Loop, LineKeeper]] = {}
        self._lock = Lock()
        self._format = sql.Identifier(schema, "format")
        found, _ = self._opened()
        if found != FORMAT:
            raise UnknownFormat(found)

    def origin(self) -> UUID:
        """Return the id of this log's origin, new after a restore that lost facts."""
        return self._opened()[1]

    def _opened(self) -> tuple[int, UUID]:
        with self._pool.connection() as connection:
            row = connection.execute(
                sql.SQL("SELECT format, origin FROM {}").format(self._format)
            ).fetchone()
        if row is None:
            raise UnknownFormat(None)
        return row[0], row[1]

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **_: Any
    ) -> Sequence[int]:
        """Append the events together and return their positions."""
        recorded = self.append([self._sealed(e) for e in stored_events], self._clock())
        return [place.position for place in recorded]

    def append(self, records: Sequence[Sealed], now: datetime) -> list[Place]:
        """Append all records or none; return where each stands, once it is durable.

        Raises `IntegrityError` when a stream has moved on or an event id is taken,
        `psycopg.OperationalError` when the log is away or too many wait, and `EpochPassed`
        behind a fence.
        """
        return self._threads.append(records, now) if records else []

    async def append_soon(
        self, records: Sequence[Sealed], now: datetime
    ) -> list[Place]:
        """Do the same without holding up the event loop."""
        if not records:
            return []
        return await self._of_loop(asyncio.get_running_loop()).append(records, now)

    def close(self) -> None:
        """Give back the connections kept for appending and for the bell."""
        self._bell.close()
        self._keeper.hang_up()
        for _, keeper in self._loops.values():
            keeper.hang_up()

    def _of_loop(self, loop: asyncio.AbstractEventLoop) -> Loop:
        found = self._loops.get(loop)
        if found is None:
            with self._lock:
                keeper = self._left_behind() or LineKeeper(self._open_line)
                found = (Loop(loop, keeper, self._bell.ring), keeper)
                self._loops[loop] = found
        return found[0]

    def _left_behind(self) -> LineKeeper | None:
        """Forget the loops that have ended; return one's line, for another to go on with."""
        ended = [loop for loop in self._loops if loop.is_closed()]
        kept = [self._loops.pop(loop)[1] for loop in ended]
        for keeper in kept[1:]:
            keeper.hang_up()
        return kept[0] if kept else None

    def _open_line(self) -> Line:
        return Line(self._url, self._schema, self._fence)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[Entry]:
        """Return a stream's entries by version."""
        rows = self._select(
            "stream = %s AND version > coalesce(%s, 0)"
            " AND version <= coalesce(%s, 9223372036854775807)",
            (originator_id, gt, lte),
            "version DESC" if desc else "version",
            limit,
        )
        return [Entry(*row) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Entry]:
        """Return entries by position."""
        first = (start or 0) - (1 if inclusive_of_start else 0)
        rows = self._select(
            "position > %s AND position <= coalesce(%s, 9223372036854775807)"
            " AND (%s::text[] = '{}' OR topic = ANY(%s::text[]))",
            (first, stop, list(topics), list(topics)),
            "position",
            limit,
        )
        return [Entry(*row) for row in rows]

    def after(self, position: int, limit: int) -> list[Row]:
        """Return at most `limit` rows after a position, by position."""
        return self._select("position > %s", (position,), "position", limit)

    def about(self, person: UUID, upto: int | None = None) -> Asked:
        """Return what asks for the rows of all streams about a person, by position."""
        return self._query(_ABOUT, "position"), (person, upto, None)

    def of_stream(self, stream: UUID, upto: int | None = None) -> Asked:
        """Return what asks for a stream's rows up to a position."""
        return self._query(_OF_STREAM, "version"), (stream, upto, None)

    def of_streams(self, streams: Sequence[UUID]) -> Asked:
        """Return what asks for several streams' rows, each stream's together, in order."""
        return self._query("stream = ANY(%s)", "stream, version"), (list(streams), None)

    def rows(self, asked: Asked) -> list[Row]:
        """Return the rows asked for."""
        with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=tuple_row, binary=True) as cursor,
        ):
            cursor.execute(*asked)
            return cursor.fetchall()

    def rows_and(
        self, asked: Asked, question: Question
    ) -> tuple[list[Row], list[tuple[Any, ...]]]:
        """Return the rows asked for and the answer to a question: one way to the server.

        The two are statements of their own; the rows are read after the answer.
        """
        with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=tuple_row, binary=True) as cursor,
            connection.cursor(row_factory=tuple_row) as beside,
        ):
            with connection.pipeline():
                beside.execute(*question)
                cursor.execute(*asked)
            return cursor.fetchall(), beside.fetchall()

    def people(self, after: UUID | None, limit: int) -> list[UUID]:
        """Return the people the log has facts about, by id, after one of them."""
        query = sql.SQL(
            "SELECT person FROM {} WHERE person > %s"
            " GROUP BY person ORDER BY person LIMIT %s"
        ).format(self._table)
        with self._pool.connection() as connection:
            found = connection.execute(query, (after or _FIRST, limit))
            return [person for (person,) in found]

    def about_people(self, people: Sequence[UUID], upto: int) -> list[Row]:
        """Return the rows about several people up to a position: one by one."""
        return self._select(
            "person = ANY(%s) AND position <= %s",
            (list(people), upto),
            "person, position",
        )

    def about_nobody(
        self, after: tuple[UUID, int] | None, upto: int, limit: int
    ) -> list[Row]:
        """Return the rows about nobody, stream by stream, after one of them."""
        stream, version = after or (_FIRST, 0)
        return self._select(
            "person IS NULL AND (stream, version) > (%s, %s) AND position <= %s",
            (stream, version, upto),
            "stream, version",
            limit,
        )

    def of_topics(
        self, topics: Sequence[str], people: Sequence[UUID] | None = None
    ) -> list[Row]:
        """Return the rows of these topics by position, of all or of some people.

        The topics stand in the statement itself, so that an index of a few can serve it.
        """
        query = sql.SQL(
            "SELECT {} FROM {} WHERE topic IN ({}) AND person IS NOT NULL{} ORDER BY position"
        ).format(
            _COLUMNS,
            self._table,
            sql.SQL(", ").join(map(sql.Literal, sorted(topics))),
            sql.SQL("" if people is None else " AND person = ANY(%s)"),
        )
        with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=tuple_row, binary=True) as cursor,
        ):
            cursor.execute(query, None if people is None else (list(people),))
            return cursor.fetchall()

    def with_ids(self, event_ids: Sequence[UUID]) -> list[Row]:
        """Return the rows of these event ids, by position."""
        return self._select("event_id = ANY(%s)", (list(event_ids),), "position")

    def max_notification_id(self) -> int | None:
        """Return the last position, None for an empty log."""
        with self._pool.connection() as connection:
            row = connection.execute(
                sql.SQL("SELECT max(position) FROM {}").format(self._table)
            ).fetchone()
        return row[0] if row else None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Refuse: everyone reads `position > last`, nobody subscribes."""
        msg = "read by position instead of subscribing"
        raise NotImplementedError(msg)

    def _select(
        self,
        where: LiteralString,
        values: tuple[Any, ...],
        order: LiteralString,
        limit: int | None = None,
    ) -> list[Row]:
        return self.rows((self._query(where, order), (*values, limit)))

    def _query(self, where: LiteralString, order: LiteralString) -> bytes:
        """Return the statement, put together when it is first asked for."""
        made = self._queries.get((where, order))
        if made is None:
            made = (
                sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT %s")
                .format(_COLUMNS, self._table, sql.SQL(where), sql.SQL(order))
                .as_bytes()
            )
            self._queries[where, order] = made
        return made

    def _sealed(self, event: StoredEvent) -> Sealed:
        if isinstance(event, Sealed):
            return event
        stream = UUID(str(event.originator_id))
        event_id = uuid5(stream, str(event.originator_version))
        digest = chained(
            previous=b"",
            stream=stream,
            version=event.originator_version,
            event_id=event_id,
            person=None,
            topic=event.topic,
            header="{}",
            state=event.state,
        )
        return Sealed(
            originator_id=stream,
            originator_version=event.originator_version,
            topic=event.topic,
            state=event.state,
            event_id=event_id,
            person=None,
            header="{}",
            hash=digest,
        )
