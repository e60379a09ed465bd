"""Group commit: appends that wait in one process share the next transaction.

Nobody is answered before COMMIT and there is no timer: a request that finds nobody at
work is written at once, alone; those that come meanwhile form the next batch. Nothing
here touches a socket, a thread or an event loop; `fronts.py` does.

A batch is one transaction, so it is refused as a whole. Then its halves are written one
after the other, in order, down to the request that is at fault, and only that one is
refused.

A connection lost while a batch was under way leaves it recorded or not. It is written
again: if the first attempt did get through, or still does, the second meets its event
ids and is refused; what is in the log under the same event ids *with the same hashes* was
recorded by this very request (a hash covers a random nonce), and is answered so.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Final, Protocol
from uuid import UUID

import psycopg
from eventsourcing.persistence import IntegrityError
from psycopg import errors
from psycopg.abc import PQGen

from ops.store.records import Place, Sealed

BATCH: Final = 256
"""Records in one transaction; a single larger request still goes as one."""
WAITING: Final = 2048
"""Requests that may wait in one process; the next is refused."""

AT_FAULT: Final = (errors.IntegrityError, errors.DataError)
"""What is said of a request's own records; anything else is said of the log."""


_GENERATION: Final = "keys_generation"
_EPOCH: Final = "lease_epoch"


class KeysChanged(Exception):
    """A key was destroyed since these records were sealed: they must be sealed again."""


class EpochPassed(Exception):
    """Somebody else holds the lease in whose name these records were to be appended."""


class TooManyWaiting(psycopg.OperationalError):
    """So many appends wait in this process that another would wait too long."""


class Waiter(Protocol):
    """How somebody who asked is told: an event of a thread's, or of a loop's."""

    def tell(self) -> None:
        """Wake whoever waits: the request is settled, or is to lead."""
        ...


@dataclass(slots=True, eq=False)
class Request:
    """Records to be appended together, and what came of it."""

    records: Sequence[Sealed]
    now: datetime
    waiter: Waiter
    places: list[Place] = field(default_factory=list[Place])
    refusal: Exception | None = None
    is_settled: bool = False

    def answer(self) -> list[Place]:
        """Return where the records stand, or raise why they do not."""
        if self.refusal:
            raise self.refusal
        return self.places

    def settle(self, places: list[Place], refusal: Exception | None = None) -> None:
        """Keep what came of it and tell whoever waits."""
        self.places, self.refusal, self.is_settled = places, refusal, True
        self.waiter.tell()


class Group:
    """The requests waiting in one process. One of those who ask leads at a time."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._waiting: deque[Request] = deque()
        self._lock = Lock()
        self._is_led = False
        self._appointed: Request | None = None

    def join(self, request: Request) -> bool:
        """Let a request wait; return whether its asker must lead now."""
        with self._lock:
            if len(self._waiting) >= WAITING:
                raise TooManyWaiting
            self._waiting.append(request)
            leads, self._is_led = not self._is_led, True
            return leads

    def batch(self) -> list[Request]:
        """Take the next batch; when it is empty the lead is given up."""
        with self._lock:
            taken: list[Request] = []
            count = 0
            while self._waiting:
                count += len(self._waiting[0].records)
                if taken and count > BATCH:
                    break
                taken.append(self._waiting.popleft())
            self._is_led = bool(taken)
            return taken

    def hand_over(self) -> None:
        """Let the first of those who wait lead; with nobody waiting, the lead is free."""
        with self._lock:
            self._appoint()

    def leave(self, request: Request) -> None:
        """Take back a request nobody waits for any more, unless it is being written."""
        with self._lock:
            if request in self._waiting:
                self._waiting.remove(request)
                if self._appointed is request:
                    self._appoint()

    def _appoint(self) -> None:
        self._is_led = bool(self._waiting)
        self._appointed = self._waiting[0] if self._waiting else None
        if self._appointed:
            self._appointed.waiter.tell()


class Calls(Protocol):
    """The two questions a batch is settled by."""

    def append(self, records: Sequence[Sealed], now: datetime) -> PQGen[list[Place]]:
        """Append all records or none."""
        ...

    def find(self, event_ids: Sequence[UUID]) -> PQGen[dict[UUID, tuple[Place, bytes]]]:
        """Return place and hash of each of these events that is in the log."""
        ...


def settling(calls: Calls, batch: Sequence[Request], *, doubtful: bool) -> PQGen[None]:
    """Write a batch and settle each of its requests; `doubtful` when it was sent before."""
    records = [record for request in batch for record in request.records]
    try:
        places = yield from calls.append(records, max(r.now for r in batch))
    except AT_FAULT as fault:
        if doubtful:
            batch = yield from _not_ours(calls, batch)
        if len(batch) == 1:
            batch[0].settle([], _refusal(fault))
        elif batch:
            half = len(batch) // 2
            yield from settling(calls, batch[:half], doubtful=doubtful)
            yield from settling(calls, batch[half:], doubtful=doubtful)
        return
    except psycopg.Error as trouble:
        refuse(batch, trouble)
        return
    first = 0
    for request in batch:
        last = first + len(request.records)
        request.settle(places[first:last])
        first = last


def unsettled(batch: Sequence[Request]) -> list[Request]:
    """Return the requests of a batch nobody has been answered for yet."""
    return [request for request in batch if not request.is_settled]


def refuse(batch: Sequence[Request], trouble: Exception) -> None:
    """Answer every request of a batch that has no answer yet with a trouble."""
    for request in unsettled(batch):
        request.settle([], trouble)


def _not_ours(calls: Calls, batch: Sequence[Request]) -> PQGen[list[Request]]:
    """Answer the requests whose records an earlier attempt recorded; return the others."""
    asked = [record.event_id for request in batch for record in request.records]
    found = yield from calls.find(asked)
    others: list[Request] = []
    for request in batch:
        theirs = [found.get(record.event_id) for record in request.records]
        mine = [
            place
            for record, there in zip(request.records, theirs, strict=True)
            if there is not None
            for place, digest in [there]
            if digest == record.hash
        ]
        if len(mine) == len(request.records):
            request.settle(mine)
        else:
            others.append(request)
    return others


def _refusal(fault: psycopg.Error) -> Exception:
    if isinstance(fault, errors.UniqueViolation):
        return IntegrityError(fault.diag.constraint_name)
    if fault.diag.constraint_name == _GENERATION:
        return KeysChanged()
    if fault.diag.constraint_name == _EPOCH:
        return EpochPassed()
    return fault
