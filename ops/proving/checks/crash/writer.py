"""A process that records through the runner itself, and is killed in the middle of it.

Its journal is a file: a line before each command, a line after its answer. Started again
it first asks, with the same id, for what it does not know the outcome of.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from os import O_APPEND, O_CREAT, O_WRONLY, environ, truncate
from os import open as open_file
from os import write as write_to
from pathlib import Path
from random import Random
from time import sleep, time
from typing import Any, Final
from uuid import UUID

from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from api.problems import STATUS_OF, name_of
from domain.errors import Refused
from ops.proving.checks.crash.by_runner import SERIALS, carry_out, read
from ops.proving.checks.crash.wishes import Wish, Wishing
from ops.settings import Child
from ops.site import Site, open_site

RECORDED: Final = 201
FAULTS: Final = 500
_AGAIN_AFTER: Final = 0.1
_PAUSE: Final = 0.03


@dataclass(slots=True)
class Writer:
    """The process's own side: its site, its journal, and what it wishes next."""

    site: Site
    wishing: Wishing
    unit: UUID
    journal: int

    def settle(self, wish: Wish) -> None:
        """Ask until the outcome is known, and note it."""
        while not wish.status:
            wish.asked_at = time()
            try:
                wish.answer = carry_out(self.site, wish, self.unit)
                wish.status = RECORDED
            except (OperationalError, PoolTimeout):
                sleep(_AGAIN_AFTER)
            except Refused as refusal:
                status = STATUS_OF[type(refusal)]
                if status < FAULTS:
                    wish.answer, wish.status = {"type": name_of(type(refusal))}, status
                sleep(_AGAIN_AFTER)
        self._note(
            command=str(wish.command),
            status=wish.status,
            answer=wish.answer,
            asked_at=wish.asked_at,
        )

    def work(self) -> None:
        """Wish and settle for ever."""
        while True:
            wish = self.wishing.wish()
            self._note(command=str(wish.command), path=wish.path, body=wish.body)
            self.settle(wish)
            self.wishing.learn(wish)
            sleep(_PAUSE)

    def _note(self, **noted: Any) -> None:
        line = json.dumps(noted, ensure_ascii=False) + "\n"
        write_to(self.journal, line.encode())


def _whole_lines(journal: Path) -> Iterator[Wish]:
    if journal.exists():
        truncate(journal, journal.read_bytes().rfind(b"\n") + 1)
        yield from read(journal)


def main() -> None:
    """Write until killed: `writer JOURNAL UNIT DAY`, role and keys in the environment."""
    settings = Child.model_validate({})
    path, unit, day = Path(sys.argv[1]), UUID(sys.argv[2]), sys.argv[3]
    known = list(_whole_lines(path))
    chance = Random(f"writer/{environ['SUIAN_SEED']}/{len(known)}")  # noqa: S311 - seeded
    wishing = Wishing(chance, str(unit), day, SERIALS)
    writer = Writer(
        open_site(settings.url, settings.keys, connections=2),
        wishing,
        unit,
        open_file(path, O_WRONLY | O_APPEND | O_CREAT, 0o600),
    )
    for wish in known:
        writer.settle(wish) if not wish.status else None
        wishing.learn(wish)
    writer.work()


if __name__ == "__main__":
    main()
