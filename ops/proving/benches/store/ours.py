"""Our log as a client of the bench: the real mapper and recorder, awaited by tasks.

What a runner brings along is made before the clock runs: the decided facts with their
headers, and the keys, which a command has at hand from reading the person's stream. What
runs against the clock is encoding, sealing, chaining, recording and the answer.
"""

import asyncio
import gc
from collections import deque
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any, Final
from uuid import UUID, uuid4

from uvicorn.loops.auto import auto_loop_factory

from domain.log import Head, Write
from ops.garbage import settle
from ops.proving.benches.store.clients import Taken, Window
from ops.proving.benches.store.facts import FollowUps, follow_ups
from ops.site import Site, open_site

PEOPLE: Final = 2000
"""How many people a process writes about at most; their keys are made beforehand."""

IN_A_ROW: Final = 20
"""How many follow-ups a writer records of one person before it takes the next."""

A_WRITER: Final = 400
"""People made ready for each writer of a window; more are made when they run out."""


def serve(pipe: "Connection[Any, Any]", url: str, keys: str) -> None:
    """Write windows as they are told, on the event loop that the web runs on."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(_serve(pipe, url, Path(keys)))


async def _serve(pipe: "Connection[Any, Any]", url: str, keys: Path) -> None:
    site = open_site(url, keys)
    writer = Writer(site, follow_ups())
    settle()
    pipe.send("ready")
    loop = asyncio.get_running_loop()
    try:
        while True:
            asked = await loop.run_in_executor(None, pipe.recv)
            if isinstance(asked, Window):
                pipe.send(await writer.write(asked))
            else:
                writer.make_ready(asked)
                pipe.send("ready")
    except EOFError:
        site.close()


class Writer:
    """Writes follow-ups of its people, each person's in one stream."""

    def __init__(self, site: Site, pattern: FollowUps) -> None:
        """Invent the people and make their keys."""
        self._site = site
        self._pattern = pattern
        self._people = deque((uuid4(), Head()) for _ in range(PEOPLE))
        self._ready: deque[tuple[UUID, Head, list[Write]]] = deque()
        self._look_up_keys(PEOPLE)

    def make_ready(self, writers: int) -> None:
        """Make what is to be recorded, and look the keys up, for so many writers."""
        while self._ready:
            person, head, _ = self._ready.popleft()
            self._people.append((person, head))
        count = min(PEOPLE, A_WRITER * writers)
        self._look_up_keys(count)
        for _ in range(count):
            self._ready.append(self._next())
        gc.collect()
        gc.freeze()

    async def write(self, window: Window) -> Taken:
        """Run the window's writers and return what counted."""
        taken = Taken()
        tasks = (self._keep_writing(window, taken) for _ in range(window.writers))
        await asyncio.gather(*tasks)
        gc.unfreeze()
        return taken

    async def _keep_writing(self, window: Window, taken: Taken) -> None:
        while monotonic() < window.ends:
            person, head, writes = (
                self._ready.popleft() if self._ready else self._next()
            )
            for write in writes:
                head = await self._append(write, head, window, taken)
                if monotonic() >= window.ends:
                    break
                if window.pause:
                    await asyncio.sleep(window.pause)
            self._people.append((person, head))

    async def _append(
        self, write: Write, head: Head, window: Window, taken: Taken
    ) -> Head:
        began = monotonic()
        logged = await self._site.log.append_soon(
            [write], {write.fact.originator_id: head}, self._site.clock()
        )
        taken.add(began, window)
        return Head(logged[0].version, logged[0].hash)

    def _next(self) -> tuple[UUID, Head, list[Write]]:
        person, head = self._people.popleft()
        versions = range(head.version + 1, head.version + 1 + IN_A_ROW)
        return person, head, [self._pattern.write(person, n) for n in versions]

    def _look_up_keys(self, count: int) -> None:
        people = (person for person, _ in list(self._people)[:count])
        self._site.keys.for_sealing((person, "clinical") for person in people)
