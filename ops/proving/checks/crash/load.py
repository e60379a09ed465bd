"""The load: several systems over HTTP and one writer process, all on one installation."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic
from typing import Final
from uuid import UUID

from domain.values.calendar import shanghai_day
from ops.clock import now
from ops.proving.checks.crash.by_runner import SERIALS, read
from ops.proving.checks.crash.clients import Asker, Client, Heard, sign_in
from ops.proving.checks.crash.killing import WriterProcess
from ops.proving.checks.crash.wishes import Wish, Wishing
from ops.proving.standing import NotStanding, Standing

PATIENCE: Final = 120.0
"""Seconds the last outcomes may take to be known."""


@dataclass(slots=True)
class Load:
    """What records while processes are killed; `wishes` is what it was told at the end."""

    clients: Sequence[Client]
    writer: WriterProcess
    heard: Heard
    unit: UUID
    stopping: Event
    giving_up: Event

    def stop(self, patience: float) -> None:
        """Let everybody settle what they have asked for, and ask for nothing more."""
        self.stopping.set()
        until = monotonic() + patience
        for client in self.clients:
            if client.thread:
                client.thread.join(max(0.0, until - monotonic()))
        self.giving_up.set()
        self.writer.end()

    def over_http(self) -> list[Wish]:
        """Return every wish sent over HTTP."""
        return [wish for client in self.clients for wish in client.wishes]

    def of_the_writer(self) -> list[Wish]:
        """Return every wish of the writer."""
        return read(self.writer.journal) if self.writer.journal.exists() else []


@contextmanager
def load(
    standing: Standing, notes: Path, *, seed: int, clients: int, pause: float
) -> Generator[Load]:
    """Press on an installation for the length of a block."""
    begun = sign_in(standing.port, "zhenyi", standing.password())
    if "token" not in begun:
        raise NotStanding(str(begun))
    unit, day = str(begun["organisation"]), shanghai_day(now()).isoformat()
    heard, stopping, giving_up = Heard(), Event(), Event()
    pressing = [
        Client(
            Asker(standing.port, begun["token"], heard),
            Wishing(
                Random(f"client/{seed}/{number}"),  # noqa: S311 - drawn again from the seed
                unit,
                day,
                range(SERIALS.start + number + 1, SERIALS.stop, SERIALS.step),
            ),
            pause,
            stopping,
            giving_up,
        )
        for number in range(clients)
    ]
    writer = WriterProcess(standing, notes / "journal", (unit, day), seed)
    running = Load(pressing, writer, heard, UUID(unit), stopping, giving_up)
    try:
        writer.start()
        for client in pressing:
            client.start()
        yield running
        running.stop(PATIENCE)
    finally:
        running.stop(0)
