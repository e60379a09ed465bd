"""Readers over HTTP: who is due, a search, a chart, again and again, and what they saw."""

import json
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from typing import Any, Final

from ops.proving.checks.crash.clients import TIMEOUT, sign_in

OK: Final = 200
LATEST: Final = "9999-12-31"
SEARCH: Final = "/api/v1/people/search"
DOCTOR: Final = "zhenyi"
NAME: Final = "王演国"
"""Of the demo township; visited once, long ago, so the list of who is due begins there."""


@dataclass(slots=True)
class Seen:
    """What the readers got: answers by question, what failed, and who was missing."""

    answers: Counter[str] = field(default_factory=Counter[str])
    failed: Counter[str] = field(default_factory=Counter[str])
    missing: Counter[str] = field(default_factory=Counter[str])
    """Answers that lacked the person who is on record all the time."""


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody of the demo township who is on record and due all the time."""

    token: str
    person: str
    name: str


@dataclass(slots=True)
class Reader:
    """One session that asks for somebody again and again."""

    port: int
    someone: Someone
    seen: Seen
    stopping: Event
    _connection: HTTPConnection | None = None

    def work(self) -> None:
        """Ask until told to stop."""
        here = f'"{self.someone.person}"'
        questions = (
            ("due list", "GET", f"/api/v1/due-list?day={LATEST}&limit=200", None),
            ("search", "POST", SEARCH, {"words": self.someone.name}),
            ("chart", "GET", f"/api/v1/people/{self.someone.person}", None),
        )
        while not self.stopping.is_set():
            for name, method, path, body in questions:
                self._ask(name, method, path, body, here)
        self.leave()

    def leave(self) -> None:
        """Close the connection; the next question opens another."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _ask(self, name: str, method: str, path: str, body: Any, here: str) -> None:
        try:
            status, text = self.send(method, path, body)
        except (OSError, HTTPException) as failure:
            self.seen.failed[f"{name}: {type(failure).__name__}"] += 1
            self.leave()
            return
        self.seen.answers[name] += 1
        if status != OK:
            self.seen.failed[f"{name}: {status}"] += 1
        elif here not in text:
            self.seen.missing[name] += 1

    def send(self, method: str, path: str, body: Any) -> tuple[int, str]:
        """Send one question; return the status and the answer's text."""
        connection = self._connection or HTTPConnection(
            "127.0.0.1", self.port, timeout=TIMEOUT
        )
        self._connection = connection
        connection.request(
            method,
            path,
            None if body is None else json.dumps(body),
            {
                "Authorization": f"Bearer {self.someone.token}",
                "Content-Type": "application/json",
            },
        )
        response = connection.getresponse()
        return response.status, response.read().decode()


def on_record(port: int, password: str) -> Someone:
    """Sign in as the township's doctor and look somebody up."""
    token = str(sign_in(port, DOCTOR, password)["token"])
    reader = Reader(port, Someone(token, "", NAME), Seen(), Event())
    _, found = reader.send("POST", SEARCH, {"words": NAME})
    reader.leave()
    return Someone(token, str(json.loads(found)["items"][0]["id"]), NAME)


@contextmanager
def reading(port: int, someone: Someone, readers: int) -> Generator[Seen]:
    """Let readers ask for the length of a block."""
    seen, stopping = Seen(), Event()
    threads = [
        Thread(target=Reader(port, someone, seen, stopping).work)
        for _ in range(readers)
    ]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stopping.set()
        for thread in threads:
            thread.join()
