"""A sender that signs, and a receiver to send to."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import httpx2
from httpx2 import Response

from ops.receiver.faults import Faults
from ops.receiver.kept import Kept
from ops.receiver.server import Station, running
from ops.receiver.signature import PREFIX, list_token, sign

SECRET = f"{PREFIX}MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = f"{PREFIX}C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@dataclass
class Line:
    """A way to one receiver that is up."""

    address: str
    kept: Kept
    secret: str = SECRET
    patience: float = 5.0
    headers: dict[str, str] = field(default_factory=dict[str, str])

    def bring(
        self,
        message: str,
        *,
        age: timedelta = timedelta(0),
        type_: str = "suian.notice.issued",
    ) -> Response:
        """Send a message as it ought to be sent."""
        body = json.dumps({"specversion": "1.0", "id": message, "type": type_}).encode()
        sent = str(int((NOW - age).timestamp()))
        signed = f"v1,{sign(self.secret, message, sent, body)}"
        headers = {
            "webhook-id": message,
            "webhook-timestamp": sent,
            "webhook-signature": signed,
        }
        return httpx2.post(
            f"{self.address}/webhook",
            content=body,
            headers=headers | self.headers,
            timeout=self.patience,
        )

    def break_by(self, **shares: float) -> None:
        """Let these go wrong from now on."""
        answer = httpx2.post(f"{self.address}/faults", json=shares)
        assert answer.status_code == 204

    def ids(self) -> list[str]:
        """Return what the receiver says it has."""
        bearing = {"Authorization": f"Bearer {list_token(SECRET)}"}
        listed = httpx2.get(f"{self.address}/ids", headers=bearing)
        return [line["id"] for line in listed.json()["items"]]

    @property
    def port(self) -> int:
        """Return where it listens."""
        return urlsplit(self.address).port or 0


@contextmanager
def a_receiver(
    file: Path, *, honours_ids: bool = True, token: str = ""
) -> Generator[Line]:
    """Let a receiver run that takes either secret and lets things go wrong when told."""
    kept = Kept(file, honours_ids=honours_ids)
    faults = Faults(Random(7).random)
    station = Station([OTHER, SECRET], kept, lambda: NOW, token, faults)
    with running(station) as address:
        yield Line(address, kept)
    kept.close()
