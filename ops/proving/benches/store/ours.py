"""Our log as a client of the bench: the real mapper and recorder, awaited by tasks."""

import asyncio
from collections import deque
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any, Final
from uuid import UUID, uuid4

from uvicorn.loops.auto import auto_loop_factory

from domain.log import Head
from ops.proving.benches.store.clients import Taken, Window
from ops.proving.benches.store.facts import FollowUps, follow_ups
from ops.site import Site, open_site

PEOPLE: Final = 2000
"""How many people a process writes about; their keys are made before the clock runs."""

IN_A_ROW: Final = 20
"""How many follow-ups a writer records of one person before it takes the next."""


def serve(pipe: "Connection[Any, Any]", url: str, keys: str) -> None:
    """Write windows as they are told, on the event loop that the web runs on."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(_serve(pipe, url, Path(keys)))


async def _serve(pipe: "Connection[Any, Any]", url: str, keys: Path) -> None:
    site = open_site(url, keys)
    writer = Writer(site, follow_ups())
    pipe.send("ready")
    loop = asyncio.get_running_loop()
    try:
        while True:
            window = await loop.run_in_executor(None, pipe.recv)
            pipe.send(await writer.write(window))
    except EOFError:
        site.close()


class Writer:
    """Writes follow-ups of its people, each person's in one stream."""

    def __init__(self, site: Site, pattern: FollowUps) -> None:
        """Invent the people and make their keys."""
        people = [uuid4() for _ in range(PEOPLE)]
        site.keys.for_sealing({(person, "clinical") for person in people})
        self._site = site
        self._pattern = pattern
        self._people = deque((person, Head()) for person in people)

    async def write(self, window: Window) -> Taken:
        """Run the window's writers and return what counted."""
        taken = Taken()
        tasks = (self._keep_writing(window, taken) for _ in range(window.writers))
        await asyncio.gather(*tasks)
        return taken

    async def _keep_writing(self, window: Window, taken: Taken) -> None:
        while monotonic() < window.ends:
            person, head = self._people.popleft()
            for _ in range(IN_A_ROW):
                head = await self._append(person, head, window, taken)
                if monotonic() >= window.ends:
                    break
                if window.pause:
                    await asyncio.sleep(window.pause)
            self._people.append((person, head))

    async def _append(
        self, person: UUID, head: Head, window: Window, taken: Taken
    ) -> Head:
        write = self._pattern.write(person, head.version + 1)
        began = monotonic()
        logged = await self._site.log.append_soon(
            [write], {person: head}, self._site.clock()
        )
        taken.add(began, window)
        return Head(logged[0].version, logged[0].hash)
