"""What is reported meanwhile: quick reports over HTTP, each sent until it is answered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic, sleep
from typing import Any, Final
from uuid import UUID

from ops.proving.checks.crash.clients import Asker, Heard, sign_in
from ops.proving.checks.crash.wishes import Wish
from ops.proving.checks.notices.parts import Ground

DOCTOR: Final = "zhenyi"
UNAUTHORISED: Final = 401
CREATED: Final = 201
GRADES: Final = (1, 3, 3, 4, 4, 5)
AGAIN: Final = 0.2
PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """Who reports about whom, how often, and where it is noted what came of it."""

    ground: Ground
    password: str
    people: Sequence[str]
    pause: float
    seed: int

    @property
    def journal(self) -> Path:
        """Return the file with a line for each report that was answered."""
        return self.ground.root / "journal"

    @property
    def stop_sign(self) -> Path:
        """Return the file whose being there ends the load."""
        return self.ground.root / "stop"

    def work(self) -> None:
        """Report until told to stop; the last report is settled first."""
        chance = Random(f"{self.seed}/{self.lines()}")  # noqa: S311 - drawn again from the seed
        asker = Asker(self.ground.web, self._token(), Heard())
        with self.journal.open("a") as journal:
            is_last = False
            while not is_last:
                is_last = self.stop_sign.exists()
                wish = _report(chance, self.people)
                while wish.status in {0, UNAUTHORISED}:
                    if wish.status:
                        asker = Asker(self.ground.web, self._token(), Heard())
                    wish.status = 0
                    asker.settle(wish, Event())
                noted = {"command": str(wish.command), "status": wish.status}
                journal.write(json.dumps(noted | {"grade": wish.body["grade"]}) + "\n")
                journal.flush()
                sleep(self.pause)

    def await_more(self, than: int = 0) -> None:
        """Wait until more reports than so many were answered."""
        until = monotonic() + PATIENCE
        while self.lines() <= than and monotonic() < until:
            sleep(AGAIN)

    def acknowledged(self) -> list[dict[str, Any]]:
        """Return the reports that were acknowledged."""
        if not self.journal.exists():
            return []
        lines = map(json.loads, self.journal.read_text().splitlines())
        return [line for line in lines if line["status"] == CREATED]

    def lines(self) -> int:
        """Return how many reports were answered."""
        return (
            len(self.journal.read_text().splitlines()) if self.journal.exists() else 0
        )

    def _token(self) -> str:
        while True:
            try:
                return str(sign_in(self.ground.web, DOCTOR, self.password)["token"])
            except (OSError, HTTPException, ValueError, KeyError):
                sleep(AGAIN)


def _report(chance: Random, people: Sequence[str]) -> Wish:
    person = chance.choice(people)
    body = {"grade": chance.choice(GRADES), "happening": "持刀威胁邻居(演示)"}
    return Wish(
        UUID(int=chance.getrandbits(128), version=4),
        f"/api/v1/people/{person}/grades",
        body,
    )
