"""What a receiver says it has: its own list of ids, asked for beside its webhook's address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from domain.log import Log
from domain.registry.channels import channels_of
from domain.values.channels import WayOut
from scheduler.channels.outside import NotReached, Outside
from scheduler.channels.signing import list_token, secret_of

PAGE: Final = 200
"""Lines asked for at once: an answer is read to 64 KiB and no further."""
PAGES: Final = 500
OK: Final = 200
NONE_HERE: Final = 404
"""The answer of a receiver without such a list."""
UNREADABLE: Final = "list_unreadable"
ENDLESS: Final = "list_endless"


@dataclass(frozen=True, slots=True)
class OwnLists:
    """Asks receivers for their lists: `GET ids` beside the webhook, with the secret's token."""

    log: Log
    outside: Outside
    key: bytes

    def __call__(self, office: UUID, now: datetime) -> Mapping[str, datetime] | None:
        """Return the ids an office has and since when; None where it keeps no list.

        Raise `NotReached` where there should be one and it is not to be had.
        """
        chosen = channels_of(self.log, office)
        way = chosen.ways.get(WayOut.WEBHOOK)
        secrets = list(chosen.signing(now))
        if way is None or not way.is_on or not secrets:
            return None
        token = list_token(secret_of(self.key, office, secrets[0]))
        return self._listed(_beside(way.address), token)

    def _listed(self, address: str, token: str) -> Mapping[str, datetime] | None:
        found: dict[str, datetime] = {}
        after = 0
        for _ in range(PAGES):
            lines = self._page(f"{address}?after={after}&limit={PAGE}", token)
            if lines is None:
                return None
            if not lines:
                return found
            try:
                for line in lines:
                    found[str(line["id"])] = _moment(line["received_at"])
                    after = int(line["number"])
            except (ValueError, KeyError, TypeError):
                raise NotReached(UNREADABLE) from None
        raise NotReached(ENDLESS)

    def _page(self, address: str, token: str) -> list[dict[str, Any]] | None:
        asked = {"authorization": f"Bearer {token}", "user-agent": "Suian"}
        answered = self.outside.send("GET", address, asked, b"")
        if answered.status == NONE_HERE:
            return None
        if answered.status != OK:
            raise NotReached(f"http_{answered.status}")
        try:
            return json.loads(answered.body)["items"]
        except (ValueError, KeyError, TypeError):
            raise NotReached(UNREADABLE) from None


def _moment(text: str) -> datetime:
    """Return an instant; `ValueError` without an offset, which could be any."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant has an offset")
    return at


def _beside(address: str) -> str:
    parts = urlsplit(address)
    folder = parts.path.rsplit("/", 1)[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/ids", "", ""))
