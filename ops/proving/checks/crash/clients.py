"""Systems that record over HTTP, and ask again with the same id until they are answered."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Thread
from time import monotonic, time
from typing import Any, Final

from api.cookies import LOCAL_NAME
from ops.proving.checks.crash.wishes import Wish, Wishing

TIMEOUT: Final = 60.0
"""Seconds an answer is waited for; longer than anything the server waits for."""
AGAIN_AFTER: Final = 0.1
"""Seconds before a wish is sent again: sooner than Retry-After asks, to press harder."""
UNAVAILABLE: Final = 503
REFUSED: Final = 400
FAULTS: Final = 500


@dataclass(slots=True)
class Heard:
    """What the clients met besides answers, counted."""

    answers: Counter[int] = field(default_factory=Counter[int])
    """Answers by status."""
    broken_off: int = 0
    """Requests whose connection ended without an answer: outcomes nobody knows."""
    wordless: int = 0
    """Answers 503 without Chinese words or without Retry-After."""
    slowest: float = 0.0
    """Seconds the slowest 503 took."""
    acknowledged: int = 0
    last_acknowledged: float = 0.0
    """When something was last acknowledged, by the monotonic clock."""


@dataclass(slots=True)
class Asker:
    """One system with a session of its own, and the connection it keeps."""

    port: int
    token: str
    heard: Heard
    connection: HTTPConnection | None = None

    def settle(self, wish: Wish, giving_up: Event) -> None:
        """Send a wish until it is answered with something else than 5xx."""
        while not wish.status:
            began = monotonic()
            wish.tries, wish.asked_at = wish.tries + 1, time()
            try:
                status, headers, answer = self.send(wish)
            except (OSError, HTTPException, ValueError):
                self.heard.broken_off += 1
                self.leave()
            else:
                self._note(status, headers, answer, monotonic() - began)
                if status < FAULTS:
                    wish.status, wish.answer = status, answer
                    return
            if giving_up.wait(AGAIN_AFTER):
                return

    def send(self, wish: Wish) -> tuple[int, Mapping[str, str], Mapping[str, Any]]:
        """Send a wish once; return status, headers and answer."""
        connection = self.connection or HTTPConnection(
            "127.0.0.1", self.port, timeout=TIMEOUT
        )
        self.connection = connection
        connection.request(
            "POST",
            wish.path,
            json.dumps(wish.body),
            {
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "Accept-Language": "zh-CN",
                "Idempotency-Key": str(wish.command),
            },
        )
        response: HTTPResponse = connection.getresponse()
        return response.status, dict(response.headers.items()), json.load(response)

    def _note(
        self,
        status: int,
        headers: Mapping[str, str],
        answer: Mapping[str, Any],
        seconds: float,
    ) -> None:
        self.heard.answers[status] += 1
        if status < REFUSED:
            self.heard.acknowledged += 1
            self.heard.last_acknowledged = monotonic()
        if status == UNAVAILABLE:
            self.heard.slowest = max(self.heard.slowest, seconds)
            words = str(answer.get("detail", ""))
            self.heard.wordless += not _is_spoken(headers, words)

    def leave(self) -> None:
        """Give up the connection; the next wish opens another."""
        if self.connection:
            self.connection.close()
            self.connection = None


@dataclass(slots=True)
class Client:
    """A thread that wishes and settles until told to stop; it keeps what came of each."""

    asker: Asker
    wishing: Wishing
    pause: float
    stopping: Event
    giving_up: Event
    wishes: list[Wish] = field(default_factory=list[Wish])
    thread: Thread | None = None

    def start(self) -> None:
        """Begin."""
        self.thread = Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        while not self.stopping.wait(self.pause):
            wish = self.wishing.wish()
            self.wishes.append(wish)
            self.asker.settle(wish, self.giving_up)
            self.wishing.learn(wish)
        self.asker.leave()


def _is_spoken(headers: Mapping[str, str], words: str) -> bool:
    named = {name.lower() for name in headers}
    return not words.isascii() and "retry-after" in named


def refused_page(asker: Asker) -> bool:
    """Ask for a doctor's first page; return whether it is refused, with Chinese words."""
    connection = HTTPConnection("127.0.0.1", asker.port, timeout=TIMEOUT)
    given = {"Cookie": f"{LOCAL_NAME}={asker.token}", "Accept": "text/html"}
    try:
        connection.request("GET", "/", headers=given)
        response = connection.getresponse()
        words = response.read().decode()
        headers = dict(response.headers.items())
        return response.status == UNAVAILABLE and _is_spoken(headers, words)
    finally:
        connection.close()


def sign_in(port: int, name: str, password: str) -> Mapping[str, Any]:
    """Return a new session: its token, and the office of who signed in."""
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request(
            "POST",
            "/api/v1/sessions",
            json.dumps({"sign_in_name": name, "password": password}),
            {"Content-Type": "application/json"},
        )
        return dict(json.load(connection.getresponse()))
    finally:
        connection.close()
