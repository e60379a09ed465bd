"""What a receiver answers, over Suian's API with its own account.

Only a person accepts: call this when the duty officer has pressed the button, never when
a message has merely arrived.
"""

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

PATIENCE: Final = 20.0
"""Seconds to wait for an answer."""


class NotAnswered(Exception):
    """Suian refused; its text is the problem's title."""


@dataclass(frozen=True, slots=True)
class Suian:
    """Suian as one signed-in account sees it."""

    address: str
    token: str

    @classmethod
    def sign_in(cls, address: str, name: str, password: str) -> "Suian":
        """Sign in; the token is the session."""
        body = {"sign_in_name": name, "password": password}
        begun = _call(f"{address}/api/v1/sessions", "", body)
        return cls(address, begun["token"])

    def read(self, notice: str) -> dict[str, Any]:
        """Return a notice with the fields this office may see."""
        return _call(f"{self.address}/api/v1/notices/{notice}", self.token)

    def inbox(self) -> list[dict[str, Any]]:
        """Return the office's newest notices."""
        return _call(f"{self.address}/api/v1/notices", self.token)["items"]

    def open(self, notice: str) -> None:
        """Say that somebody has opened it."""
        self._step(notice, "opening", {})

    def accept(self, notice: str) -> None:
        """Accept it (签收): we take it on."""
        self._step(notice, "acceptance", {})

    def send_back(self, notice: str, reason: str) -> None:
        """Send it back (退回) with a reason."""
        self._step(notice, "return", {"reason": reason})

    def report(self, notice: str, outcome: str, remark: str = "") -> None:
        """Report what came of it (处置反馈)."""
        self._step(notice, "outcome", {"outcome": outcome, "remark": remark})

    def _step(self, notice: str, step: str, body: dict[str, str]) -> None:
        _call(f"{self.address}/api/v1/notices/{notice}/{step}", self.token, body)


def _call(
    address: str, token: str, body: dict[str, str] | None = None
) -> dict[str, Any]:
    """Ask, or with a body command; a command has an id of its own."""
    if not address.startswith(("http://", "https://")):
        raise ValueError("an http address")
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        headers["Idempotency-Key"] = str(uuid4())
    sent = None if body is None else json.dumps(body).encode()
    asked = Request(address, data=sent, headers=headers)  # noqa: S310 - http, seen above
    try:
        with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 - the same
            return json.load(answer)
    except HTTPError as problem:
        with problem:
            told = json.loads(problem.read() or b"{}")
        raise NotAnswered(f"{problem.code} {told.get('title', '')}") from None
