"""A writing process: threads, tasks, slow transactions, or hundreds at once.

Started as `python -m ops.proving.skips.writer` with a `Writing` as JSON on its
standard input; ends when it is told to (SIGTERM), or is killed.
"""

import asyncio
import json
import random
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from ops.proving.skips.batches import Batch, Done, Place, event_id
from ops.proving.skips.ledger import Ledger, Outcome
from ops.proving.skips.store import Store, open_store

HOLD: Final = "hold"
"""A file that is there while the subscribers must be waited for."""

_OWN_STREAMS: Final = 8
_SHARED_STREAMS: Final = 4
_MOST_AT_ONCE: Final = 3
_MANY: Final = (100, 500)
_EVERY: Final = 5
_SHARED: Final = 2
_STALE: Final = 4
"""Of every five appends the third is to a contended stream, the fifth is stale."""
_ROLLED_BACK: Final = 3
"""Of every three slow transactions the second is rolled back."""
_HELD: Final = (0.002, 0.03)
_BETWEEN: Final = (0.05, 0.25)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a writing process is told."""

    store: str
    url: str
    keys: str
    folder: str
    kind: str
    first: int
    count: int
    pause: float
    """Seconds a thread or a task lets pass between two appends."""

    @property
    def writers(self) -> range:
        """Return the numbers of its writers; no other process has them."""
        return range(self.first, self.first + self.count)


@dataclass(slots=True)
class Desk:
    """One writer's own: what it appends next, and what it was told."""

    store: Store
    ledger: Ledger
    writer: int
    sizes: tuple[int, int] = (1, _MOST_AT_ONCE)
    chance: random.Random = field(default_factory=random.Random)
    number: int = 0
    heads: dict[UUID, tuple[int, bytes]] = field(
        default_factory=dict[UUID, tuple[int, bytes]]
    )

    def next(self) -> Batch:
        """Return the next append: mostly good, some stale, some on a contended stream."""
        turn = self.number % _EVERY
        if turn == _SHARED:
            stream = UUID(int=self.chance.randrange(1, _SHARED_STREAMS + 1))
            version, digest = self.store.head(stream)
        elif turn == _STALE and self.heads:
            stream = self.chance.choice(list(self.heads))
            version, digest = self.heads[stream]
            version -= 1
        else:
            own = self.chance.randrange(_OWN_STREAMS)
            stream = UUID(int=(self.writer << 96) | own)
            version, digest = self.heads.get(stream, (0, b""))
        count = self.chance.randint(*self.sizes)
        ids = [
            event_id(Place(self.writer, self.number, index)) for index in range(count)
        ]
        batch = Batch(self.number, stream, version + 1, digest, ids)
        self.number += 1
        self.ledger.note(batch.number, Outcome.MEANT, count)
        return batch

    def came_to(self, batch: Batch, outcome: Outcome, done: Done | None = None) -> None:
        """Note what an append came to."""
        count = len(batch.ids)
        if done:
            self.heads[batch.stream] = (batch.version + count - 1, done.hash)
        self.ledger.note(batch.number, outcome, count, done.position if done else 0)


def write(desk: Desk, append: Callable[[Batch], Done | None]) -> None:
    """Append once and note what it came to."""
    batch = desk.next()
    try:
        done = append(batch)
    except IntegrityError:
        desk.came_to(batch, Outcome.REFUSED)
        return
    outcome = Outcome.ACKNOWLEDGED if done else Outcome.ROLLED_BACK
    desk.came_to(batch, outcome, done)


def _thread(desk: Desk, stop: Event, pause: float) -> None:
    while not stop.wait(pause):
        write(desk, desk.store.append)


def _slow(desk: Desk, stop: Event) -> None:
    while not stop.wait(desk.chance.uniform(*_BETWEEN)):
        keep = desk.number % _ROLLED_BACK != 1
        held = desk.chance.uniform(*_HELD)
        write(desk, partial(desk.store.append_slowly, seconds=held, keep=keep))


def _many(desk: Desk, stop: Event, hold: Path) -> None:
    desk.sizes = _MANY
    while not stop.is_set():
        if hold.exists():
            time.sleep(0.01)
        else:
            write(desk, desk.store.append_many)


async def _task(desk: Desk, stop: Event, pause: float) -> None:
    while not stop.is_set():
        await asyncio.sleep(pause)
        batch = await asyncio.to_thread(desk.next)
        try:
            done = await desk.store.append_soon(batch)
        except IntegrityError:
            desk.came_to(batch, Outcome.REFUSED)
        else:
            desk.came_to(batch, Outcome.ACKNOWLEDGED, done)


async def _tasks(desks: list[Desk], stop: Event, pause: float) -> None:
    await asyncio.gather(*(_task(desk, stop, pause) for desk in desks))


def main(writing: Writing) -> None:
    """Write until told to stop."""
    stop = Event()

    def told(number: int, frame: object) -> None:
        del number, frame
        stop.set()

    signal.signal(signal.SIGTERM, told)
    folder = Path(writing.folder)
    store = open_store(
        writing.store, writing.url, Path(writing.keys), writing.count + 2
    )
    desks = [Desk(store, Ledger(folder, writer), writer) for writer in writing.writers]
    kinds: dict[str, Callable[[Desk], None]] = {
        "threads": partial(_thread, stop=stop, pause=writing.pause),
        "slow": partial(_slow, stop=stop),
        "many": partial(_many, stop=stop, hold=folder / HOLD),
    }
    if writing.kind == "tasks":
        asyncio.run(_tasks(desks, stop, writing.pause))
    else:
        with ThreadPoolExecutor(writing.count) as pool:
            list(pool.map(kinds[writing.kind], desks))
    store.close()


if __name__ == "__main__":
    main(Writing(**json.load(sys.stdin)))
