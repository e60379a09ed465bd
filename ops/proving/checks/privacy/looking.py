"""Whoever looks at records over HTTP: pages, search, histories, and faulty questions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from ops.proving.checks.privacy.canaries import Canaries

OK: Final = 200
PAGES: Final = (
    "",
    "/history",
    "/record",
    "/medication",
    "/aid",
    "/follow-ups/new",
    "/contacts/new",
    "/check-ups/new",
    "/standing",
)
QUESTIONS: Final = ("", "/history", "/notices", "/medication", "/aid")


@dataclass(slots=True)
class Looker:
    """Somebody with the demo's password; each account gets one session."""

    port: int
    password: str
    tokens: dict[str, str] = field(default_factory=dict[str, str])

    def get(self, path: str, who: str = "zhenyi") -> tuple[int, bytes]:
        """Return what is shown at an address."""
        return self._ask("GET", path, None, self._token(who))

    def post(self, path: str, body: Any, who: str = "zhenyi") -> tuple[int, bytes]:
        """Return the answer to a body."""
        return self._ask("POST", path, body, self._token(who))

    def status(self, path: str) -> int:
        """Return how an address is answered."""
        return self.get(path)[0]

    def search(self, words: str) -> bytes:
        """Return the answer to a search."""
        return self.post("/api/v1/people/search", {"words": words})[1]

    def _token(self, who: str) -> str:
        if who not in self.tokens:
            body = {"sign_in_name": who, "password": self.password}
            _, answer = self._ask("POST", "/api/v1/sessions", body, "")
            self.tokens[who] = json.loads(answer)["token"]
        return self.tokens[who]

    def _ask(self, method: str, path: str, body: Any, token: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json", "Accept-Language": "zh-CN"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(
                method, path, None if body is None else json.dumps(body), headers
            )
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def look_around(
    looker: Looker,
    person: UUID,
    name: str,
    canaries: Canaries,
    notices: Sequence[UUID],
) -> int:
    """See every page about a person, ask faultily too; return how many were shown."""
    asked = [(f"/people/{person}{page}", "zhenyi") for page in PAGES]
    asked += [(f"/api/v1/people/{person}{page}", "zhenyi") for page in QUESTIONS]
    asked += [(f"/people/{person}/history", "shenji"), ("/due", "zhenyi")]
    asked += [("/inbox", who) for who in ("minjing", "wangge", "jingfang")]
    asked += [(f"/notices/{notice}", "minjing") for notice in notices]
    shown = sum(looker.get(path, who)[0] == OK for path, who in asked)
    looker.search(name)
    for wrong in (
        {"identity": {"name": canaries.word(), "sex": canaries.word()}},
        {"identity": canaries.word(), canaries.word(): canaries.word()},
    ):
        looker.post("/api/v1/people", wrong)
        looker.post(f"/api/v1/people/{person}/follow-ups", wrong)
    looker.get(f"/people?words={quote(canaries.word())}")
    return shown
