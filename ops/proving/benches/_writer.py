"""A process that records follow-ups at a steady pace, whoever keeps up or not."""

import asyncio
import json
import sys
from datetime import datetime
from itertools import cycle
from time import monotonic
from typing import Any, Final
from uuid import UUID, uuid4

from domain.log import Command
from domain.registry.follow_up import RecordFollowUp
from domain.values.calendar import shanghai_day
from domain.values.people import Channel, Purpose, Role
from ops.demo.visit import a_form
from ops.settings import Child
from ops.site import Site, open_site

DOCTOR: Final = UUID("00000000-0000-4000-8000-0000000000d0")
TOWNSHIP: Final = 9
"""Digits of a township's code."""


async def write(site: Site, people: list[Any], seconds: float, pace: float) -> None:
    """Start a follow-up every `1 / pace` seconds, one person after the other."""
    running: set[asyncio.Task[Any]] = set()
    began = monotonic()
    for number, (person, division) in enumerate(cycle(people)):
        start = number / pace
        if start > seconds:
            break
        await asyncio.sleep(max(0.0, began + start - monotonic()))
        now = site.clock()
        use_case = RecordFollowUp(UUID(person), a_form(shanghai_day(now)))
        command = _command(division, now)
        running.add(asyncio.create_task(site.awaitable_runner.run(use_case, command)))
    await asyncio.gather(*running)


def _command(division: str, now: datetime) -> Command:
    return Command(
        id=uuid4(),
        body={},
        actor=DOCTOR,
        role=Role.TOWNSHIP_DOCTOR,
        organisation=None,
        division=division[:TOWNSHIP],
        purpose=Purpose.CARE,
        channel=Channel.SCREEN,
        now=now,
        happened_at=now.isoformat(),
    )


def main() -> None:
    """Write as asked by the one argument."""
    settings = Child.model_validate({})
    asked = json.loads(sys.argv[1])
    site = open_site(settings.url, settings.keys)
    try:
        asyncio.run(write(site, asked["people"], asked["seconds"], asked["pace"]))
    finally:
        site.close()


if __name__ == "__main__":
    main()
