"""An append's parameters and answer in PostgreSQL's own binary form.

One call carries a whole batch as eight arrays. Written by hand because every append goes
through here, and through the driver's general list dumper costs more than twice as much
(decision 0014).
"""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from psycopg.pq.abc import PGresult

from ops.store.records import Fence, Place, Sealed

UUIDS: Final = 2951
NUMBERS: Final = 1016
TEXTS: Final = 1009
BYTES: Final = 1001
TIME: Final = 1184

NUMBER: Final = 20
TEXT: Final = 25

TYPES: Final = (
    *(TIME, UUIDS, NUMBERS, UUIDS, UUIDS, TEXTS, TEXTS, BYTES, BYTES),
    *(NUMBER, TEXT, NUMBER),
)
"""The types of the append function's parameters, by PostgreSQL's fixed numbers."""

_ELEMENT: Final = {UUIDS: 2950, NUMBERS: 20, TEXTS: 25, BYTES: 17}
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_HEAD: Final = struct.Struct("!iiiii")
_LENGTH: Final = struct.Struct("!i")
_NULL: Final = _LENGTH.pack(-1)
_NUMBER: Final = struct.Struct("!q")


def parameters(
    records: Sequence[Sealed], now: datetime, fence: Fence | None = None
) -> list[bytes | None]:
    """Return the parameters of one append of these records at a moment.

    With a fence it is refused when somebody else holds the lease by then.
    """
    generations = [r.generation for r in records if r.generation is not None]
    return [
        _NUMBER.pack((now - _EPOCH) // _MICROSECOND),
        array(UUIDS, [_uuid(r.originator_id) for r in records]),
        array(NUMBERS, [_NUMBER.pack(r.originator_version) for r in records]),
        array(UUIDS, [r.event_id.bytes for r in records]),
        array(UUIDS, [r.person.bytes if r.person else None for r in records]),
        array(TEXTS, [r.topic.encode() for r in records]),
        array(TEXTS, [r.header.encode() for r in records]),
        array(BYTES, [r.state for r in records]),
        array(BYTES, [r.hash for r in records]),
        _NUMBER.pack(min(generations)) if generations else None,
        fence.lease.encode() if fence else None,
        _NUMBER.pack(fence.epoch) if fence else None,
    ]


def array(kind: int, elements: Sequence[bytes | None]) -> bytes:
    """Return a one-dimensional array of elements given in their binary form."""
    parts = [_HEAD.pack(1, None in elements, _ELEMENT[kind], len(elements), 1)]
    for element in elements:
        if element is None:
            parts.append(_NULL)
        else:
            parts.append(_LENGTH.pack(len(element)))
            parts.append(element)
    return b"".join(parts)


def places(result: PGresult) -> list[Place]:
    """Return the position and recording time of each record, in the records' order."""
    moments: dict[bytes | None, datetime] = {}
    found: list[Place] = []
    for row in range(result.ntuples):
        told = result.get_value(row, 1)
        moment = moments.get(told)
        if moment is None:
            moment = moments[told] = _EPOCH + _number(told) * _MICROSECOND
        found.append(Place(_number(result.get_value(row, 0)), moment))
    return found


def _number(value: bytes | None) -> int:
    return int.from_bytes(value or b"", signed=True)


def _uuid(stream: UUID | str) -> bytes:
    return stream.bytes if isinstance(stream, UUID) else UUID(stream).bytes
