"""The two ways to append, for threads and for an event loop, over one piece of code.

Both write batches through a line of their own, open it when first needed, and once more
when it was lost. What happens to a batch stands in `group.py`.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event
from typing import Final

import psycopg
from psycopg.waiting import wait, wait_async

from ops.store.group import Group, Request, refuse, settling, unsettled
from ops.store.line import Line, Lost
from ops.store.records import Place, Sealed

ATTEMPTS: Final = 3
"""How often a batch is sent: a line kept from before the server's restart, then anew."""
_LOOK_UP: Final = 0.1
"""Seconds after which a wait looks up, so that Ctrl-C is heard."""


class _Told(Event):
    """A thread's waiter."""

    tell = Event.set


class Threads:
    """Appends for threads: the first to ask writes, for itself and who comes meanwhile."""

    def __init__(self, keeper: "LineKeeper", written: Callable[[], None]) -> None:
        """Take what keeps the line, and what is called after each batch."""
        self._keeper = keeper
        self._written = written
        self._group = Group()

    def append(self, records: Sequence[Sealed], now: datetime) -> list[Place]:
        """Append all records or none; return when they are durable.

        Raises `IntegrityError` when a stream has moved on or an event id is taken,
        `TooManyWaiting`, or another `psycopg.OperationalError` when the log is away: then
        the records may have been recorded, and their event ids will tell.
        """
        told = _Told()
        request = Request(records, now, told)
        if not self._group.join(request):
            self._await(request, told)
        if not request.is_settled:
            self._lead()
        return request.answer()

    def _await(self, request: Request, told: Event) -> None:
        try:
            told.wait()
        except BaseException:
            self._group.leave(request)
            raise

    def _lead(self) -> None:
        batch = self._group.batch()
        try:
            self._write(batch)
        except Exception as trouble:  # noqa: BLE001 - each who asked is told
            self._keeper.hang_up()
            refuse(batch, trouble)
        except BaseException:
            self._keeper.hang_up()
            refuse(batch, psycopg.OperationalError("the writing thread was stopped"))
            raise
        finally:
            self._group.hand_over()
        self._written()

    def _write(self, batch: Sequence[Request]) -> None:
        for attempt in range(ATTEMPTS):
            line = self._keeper.line()
            try:
                write = settling(line, unsettled(batch), doubtful=attempt > 0)
                wait(write, line.socket, interval=_LOOK_UP)
            except Lost:
                self._keeper.hang_up()
            else:
                return
        raise LostAgain


class _Woken:
    """A loop's waiter: wakes the task that asked, if it still waits."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.future: asyncio.Future[None] = loop.create_future()

    def tell(self) -> None:
        if not self.future.done():
            self.future.set_result(None)


class Loop:
    """Appends for one event loop: a task writes batch after batch while any wait."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        keeper: "LineKeeper",
        written: Callable[[], None],
    ) -> None:
        """Take the loop, what keeps the line, and what is called after each batch."""
        self._loop = loop
        self._keeper = keeper
        self._written = written
        self._group = Group()
        self._task: asyncio.Task[None] | None = None

    async def append(self, records: Sequence[Sealed], now: datetime) -> list[Place]:
        """Do what `Threads.append` does, without holding up the loop.

        Cancelling the wait does not cancel the write.
        """
        woken = _Woken(self._loop)
        request = Request(records, now, woken)
        if self._group.join(request):
            self._task = self._loop.create_task(self._lead())
        await woken.future
        return request.answer()

    async def _lead(self) -> None:
        while batch := self._group.batch():
            try:
                await self._write(batch)
            except Exception as trouble:  # noqa: BLE001 - each who asked is told
                self._keeper.hang_up()
                refuse(batch, trouble)
            except BaseException:
                self._keeper.hang_up()
                while batch:
                    refuse(batch, psycopg.OperationalError("the loop was stopped"))
                    batch = self._group.batch()
                raise
            self._written()

    async def _write(self, batch: Sequence[Request]) -> None:
        for attempt in range(ATTEMPTS):
            line = self._keeper.kept() or await asyncio.to_thread(self._keeper.line)
            try:
                write = settling(line, unsettled(batch), doubtful=attempt > 0)
                await wait_async(write, line.socket, interval=_LOOK_UP)
            except Lost:
                self._keeper.hang_up()
            else:
                return
        raise LostAgain


class LostAgain(psycopg.OperationalError):
    """The line broke at every attempt; the records may have been recorded."""


class LineKeeper:
    """Keeps a line open for whoever leads."""

    def __init__(self, open_line: Callable[[], Line]) -> None:
        """Take how a line is opened."""
        self._open_line = open_line
        self._line: Line | None = None

    def kept(self) -> Line | None:
        """Return the line if one is open."""
        return self._line

    def line(self) -> Line:
        """Return the line, opened now if none is; this may block."""
        if self._line is None:
            self._line = self._open_line()
        return self._line

    def hang_up(self) -> None:
        """Close the line; the next who asks opens another."""
        if self._line:
            self._line.close()
            self._line = None
