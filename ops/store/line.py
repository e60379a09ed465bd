"""A connection kept for appending: prepared once, one round trip a batch.

Its calls are generators that wait for the server without knowing how: `psycopg.waiting`
drives them from a thread or from an event loop, so both ways of appending share them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import psycopg
from psycopg import errors, generators
from psycopg.abc import PQGen
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult

from ops.store import wire
from ops.store.records import Fence, Place, Sealed

PATIENCE: Final = "20s"
"""How long one batch may wait for others' before it counts as not recorded."""

_APPEND: Final = b"append"
_FIND: Final = b"find"
_SETTINGS: Final = (
    f"-c statement_timeout={PATIENCE} -c default_transaction_isolation=read\\ committed"
)
_HUNG_UP: Final = (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow)


class Lost(Exception):
    """The connection broke while a batch was under way: it may be recorded or not."""


class Line:
    """One connection to one log. Opening it blocks; nothing else does."""

    def __init__(
        self, url: str, schema: str, fence: Callable[[], Fence | None] = lambda: None
    ) -> None:
        """Connect and prepare; `psycopg.OperationalError` when the database is away.

        `fence` is asked at each append in whose name it is made.
        """
        self._fence = fence
        self._connection = psycopg.connect(url, autocommit=True, options=_SETTINGS)
        self._server = self._connection.pgconn
        numbers = ", ".join(f"${n + 1}" for n in range(len(wire.TYPES)))
        self._prepare(
            _APPEND,
            "SELECT position, recorded_at"  # noqa: S608 - a name of ours, and numbers
            f" FROM {schema}.append({numbers})",
            wire.TYPES,
        )
        self._prepare(
            _FIND,
            "SELECT position, recorded_at, event_id, hash"  # noqa: S608 - a name of ours
            f" FROM {schema}.event WHERE event_id = ANY ($1)",
            (wire.UUIDS,),
        )

    @property
    def socket(self) -> int:
        """Return the number of the file that becomes readable when the server answers."""
        return self._server.socket

    def close(self) -> None:
        """Hang up, at once and without a word to the server."""
        self._connection.close()

    def append(self, records: Sequence[Sealed], now: datetime) -> PQGen[list[Place]]:
        """Append all records or none; the driver's own error says why none."""
        asked = wire.parameters(records, now, self._fence())
        result = yield from self._call(_APPEND, asked)
        return wire.places(result)

    def find(self, event_ids: Sequence[UUID]) -> PQGen[dict[UUID, tuple[Place, bytes]]]:
        """Return place and hash of each of these events that is in the log."""
        asked: list[bytes | None] = [
            wire.array(wire.UUIDS, [event_id.bytes for event_id in event_ids])
        ]
        result = yield from self._call(_FIND, asked)
        found: dict[UUID, tuple[Place, bytes]] = {}
        for row, place in enumerate(wire.places(result)):
            event_id = UUID(bytes=result.get_value(row, 2))
            found[event_id] = (place, result.get_value(row, 3) or b"")
        return found

    def _call(self, name: bytes, asked: Sequence[bytes | None]) -> PQGen[PGresult]:
        try:
            self._server.send_query_prepared(
                name,
                asked,
                param_formats=[Format.BINARY] * len(asked),
                result_format=Format.BINARY,
            )
            result = (yield from generators.execute(self._server))[-1]
        except psycopg.OperationalError:
            raise Lost from None
        if result.status == ExecStatus.TUPLES_OK:
            return result
        failure = errors.error_from_result(result)
        if self._connection.closed or isinstance(failure, _HUNG_UP):
            raise Lost from failure
        raise failure

    def _prepare(self, name: bytes, statement: str, types: Sequence[int]) -> None:
        result = self._server.prepare(name, statement.encode(), types)
        if result.status != ExecStatus.COMMAND_OK:
            raise errors.error_from_result(result)
